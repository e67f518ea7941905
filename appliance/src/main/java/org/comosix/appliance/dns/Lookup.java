package org.comosix.appliance.dns;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rcode;
import org.comosix.appliance.dns.codec.RecordType;
import org.comosix.appliance.dns.codec.Response;
import org.comosix.appliance.dns.codec.Rrset;

/**
 * Finds the answer to one question in our zones, along aliases as far as they lead within them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1034#section-4.3.2">RFC 1034, section 4.3.2</a>
 */
final class Lookup {

  /** A chain that we have in our zones is hardly ever longer than one. */
  private static final int MOST_ALIASES = 16;

  private final NameTable names;
  private final long nowSeconds;
  private final DomainName question;
  private final int type;

  Lookup(NameTable names, long nowSeconds, DomainName question, int type) {
    this.names = names;
    this.nowSeconds = nowSeconds;
    this.question = question;
    this.type = type;
  }

  Response response() {
    Optional<NameEntry> entry = names.find(question);
    if (entry.isPresent()) {
      Optional<Rrset> alias = alias(entry.get());
      return alias.isPresent()
          ? alongAliases(entry.get(), alias.get())
          : records(entry.get(), question, List.of());
    }
    return names
        .zoneOf(question)
        .map(zone -> negative(Rcode.NXDOMAIN, zone, List.of()))
        // Never a referral to somewhere else.
        .orElse(Response.failure(Rcode.REFUSED));
  }

  private Optional<Rrset> alias(NameEntry entry) {
    return type == RecordType.CNAME || type == RecordType.ANY
        ? Optional.empty()
        : entry.ofType(RecordType.CNAME);
  }

  private Response alongAliases(NameEntry first, Rrset firstAlias) {
    List<Rrset> answer = new ArrayList<>(List.of(firstAlias));
    NameEntry entry = first;
    Optional<Rrset> alias = Optional.of(firstAlias);
    DomainName name = question;
    while (alias.isPresent() && answer.size() < MOST_ALIASES) {
      name = DomainName.ofRdata(alias.get().rdatas().get(0), 0);
      Optional<NameEntry> next = names.find(name);
      if (next.isEmpty()) {
        // The rcode is that of the last name (RFC 6604, section 2); what is not ours we do not
        // know.
        return names
            .zoneOf(name)
            .map(zone -> negative(Rcode.NXDOMAIN, zone, answer))
            .orElse(Response.answer(answer, List.of()));
      }
      entry = next.get();
      alias = alias(entry);
      if (alias.isPresent()) {
        answer.add(alias.get().ownedBy(name));
      }
    }
    return alias.isPresent() ? Response.answer(answer, List.of()) : records(entry, name, answer);
  }

  private Response records(NameEntry entry, DomainName name, List<Rrset> before) {
    Zone zone = entry.zone();
    if (type == RecordType.SOA && entry.apex()) {
      return answer(before, zone.soaAnswer(names.serialAt(nowSeconds)), List.of());
    }
    if (type == RecordType.NS && entry.apex()) {
      return answer(before, spelled(zone.ns(), name), zone.serverAddresses());
    }
    return rrset(entry)
        .map(rrset -> answer(before, spelled(rrset, name), addresses(rrset)))
        .orElseGet(() -> negative(Rcode.NOERROR, zone, before));
  }

  private Rrset spelled(Rrset rrset, DomainName name) {
    return name.equals(question) ? rrset : rrset.ownedBy(name);
  }

  private static Response answer(List<Rrset> before, Rrset rrset, List<Rrset> additional) {
    if (before.isEmpty()) {
      return Response.answer(List.of(rrset), additional);
    }
    List<Rrset> all = new ArrayList<>(before);
    all.add(rrset);
    return Response.answer(all, additional);
  }

  private Response negative(Rcode rcode, Zone zone, List<Rrset> before) {
    Rrset soa = zone.soaOfNegativeAnswer(names.serialAt(nowSeconds));
    return new Response(rcode, true, before, List.of(soa), List.of());
  }

  /** To ANY any one RRset will do (RFC 8482, section 4.1). */
  private Optional<Rrset> rrset(NameEntry entry) {
    return type == RecordType.ANY ? entry.rrsets().stream().findFirst() : entry.ofType(type);
  }

  /** Those of our names that the data lead to (RFC 1035, section 3.3.9; RFC 2782). */
  private List<Rrset> addresses(Rrset rrset) {
    int start =
        switch (rrset.type()) {
          case RecordType.MX -> Short.BYTES;
          case RecordType.SRV -> 3 * Short.BYTES;
          default -> 0;
        };
    if (start == 0) {
      return List.of();
    }
    Set<DomainName> targets = new LinkedHashSet<>();
    rrset.rdatas().forEach(rdata -> targets.add(DomainName.ofRdata(rdata, start)));
    List<Rrset> additional = new ArrayList<>();
    for (DomainName target : targets) {
      names.find(target).ifPresent(entry -> addAddresses(entry, target, additional));
    }
    return additional;
  }

  private static void addAddresses(NameEntry entry, DomainName name, List<Rrset> additional) {
    entry.ofType(RecordType.A).map(a -> a.ownedBy(name)).ifPresent(additional::add);
    entry.ofType(RecordType.AAAA).map(aaaa -> aaaa.ownedBy(name)).ifPresent(additional::add);
  }
}

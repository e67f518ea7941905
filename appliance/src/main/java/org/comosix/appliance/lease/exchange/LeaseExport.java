package org.comosix.appliance.lease.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.NodeName;

/** Writes leases as other servers read them, and as a table for other programs. */
public enum LeaseExport {
  CSV,
  ISC,
  DNSMASQ,
  KEA;

  /** Everything the format can say, at this moment; ends with a line feed. */
  public String write(List<Lease> leases, Instant now) {
    return switch (this) {
      case CSV -> csv(leases);
      case ISC -> isc(leases, now);
      case DNSMASQ -> dnsmasq(leases, now);
      case KEA -> kea(leases, now);
    };
  }

  /** No value has a comma or a quote. */
  private static String csv(List<Lease> leases) {
    return "address,mac,client,name,state,role,start,end,last-message\n"
        + each(
            leases,
            lease ->
                String.join(
                    ",",
                    lease.address().toString(),
                    lease.mac().toString(),
                    lease.client().toString(),
                    name(lease, ""),
                    word(lease.state()),
                    lease.role().name().toLowerCase(Locale.ROOT),
                    lease.start().toString(),
                    lease.end().toString(),
                    lease.lastMessage().toString()));
  }

  private static String isc(List<Lease> leases, Instant now) {
    return "authoring-byte-order little-endian;\n\n" + each(leases, lease -> iscLease(lease, now));
  }

  private static String iscLease(Lease lease, Instant now) {
    StringBuilder text = new StringBuilder("lease " + lease.address() + " {\n");
    line(text, "starts " + IscTime.write(lease.start()));
    line(text, "ends " + IscTime.write(lease.end()));
    line(text, "cltt " + IscTime.write(lease.lastMessage()));
    line(text, "binding state " + iscState(lease, now));
    line(text, "next binding state free");
    line(text, "hardware ethernet " + lease.mac());
    otherId(lease).ifPresent(id -> line(text, "uid \"" + octal(id.octets()) + "\""));
    lease.name().ifPresent(name -> line(text, "client-hostname \"" + name + "\""));
    return text.append('}').toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append("  ").append(line).append(";\n");
  }

  private static String iscState(Lease lease, Instant now) {
    return lease.isActiveAt(now)
        ? "active"
        : lease.state() == LeaseState.DECLINED && now.isBefore(lease.end()) ? "abandoned" : "free";
  }

  private static String octal(byte[] octets) {
    StringBuilder text = new StringBuilder();
    for (byte octet : octets) {
      text.append(String.format(Locale.ROOT, "\\%03o", octet & 0xff));
    }
    return text.toString();
  }

  /** It knows active leases only. */
  private static String dnsmasq(List<Lease> leases, Instant now) {
    return each(
        leases.stream().filter(lease -> lease.isActiveAt(now)).toList(),
        lease ->
            String.join(
                " ",
                Long.toString(lease.end().getEpochSecond()),
                lease.mac().toString(),
                lease.address().toString(),
                name(lease, "*"),
                otherId(lease).map(ClientId::toString).orElse("*")));
  }

  /**
   * All in subnet 1: Kea finds the right one by the address (sanity-checks, lease-checks "fix").
   */
  private static String kea(List<Lease> leases, Instant now) {
    return "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,"
        + "state,user_context\n"
        + each(
            leases,
            lease ->
                String.join(
                    ",",
                    lease.address().toString(),
                    lease.state() == LeaseState.DECLINED ? "" : lease.mac().toString(),
                    lease.state() == LeaseState.DECLINED
                        ? ""
                        : otherId(lease).map(ClientId::toString).orElse(""),
                    Long.toString(Duration.between(lease.lastMessage(), lease.end()).toSeconds()),
                    Long.toString(lease.end().getEpochSecond()),
                    "1",
                    "0",
                    "0",
                    name(lease, ""),
                    keaState(lease, now),
                    ""));
  }

  private static String keaState(Lease lease, Instant now) {
    if (lease.state() == LeaseState.DECLINED) {
      return "1";
    }
    return lease.isActiveAt(now) ? "0" : "2";
  }

  /** The identifier, where it is not the Ethernet address that stands beside it. */
  private static Optional<ClientId> otherId(Lease lease) {
    return Optional.of(lease.client()).filter(id -> !id.equals(ClientId.of(lease.mac())));
  }

  private static String name(Lease lease, String without) {
    return lease.name().map(NodeName::value).orElse(without);
  }

  private static String word(LeaseState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String each(List<Lease> leases, java.util.function.Function<Lease, String> line) {
    return leases.stream().map(line).map(text -> text + "\n").collect(Collectors.joining());
  }
}

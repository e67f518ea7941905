package org.comosix.appliance.dns;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.dns.codec.Soa;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/** One zone's apex, encoded. Any thread. */
final class Zone {

  private static final int REFRESH_SECONDS = 3600;
  private static final int RETRY_SECONDS = 600;
  private static final int EXPIRE_SECONDS = 604_800;

  /** A node asked for before it boots is found soon after it has. */
  private static final int NEGATIVE_TTL_SECONDS = 5;

  private final DomainName apex;
  private final Optional<ClasslessZone> classless;
  private final Optional<Ipv4Subnet> network;
  private final ZoneDefinition definition;
  private final DomainName server;
  private final Rrset ns;
  private final Rrset serverAddresses;
  private volatile StartOfAuthority soa;

  /** Both forms of the SOA record for one serial. */
  private record StartOfAuthority(long serial, Rrset answer, Rrset negative) {}

  Zone(DomainName apex, ZoneDefinition definition) {
    this(apex, Optional.empty(), apex.network(), definition);
  }

  Zone(ClasslessZone classless, ZoneDefinition definition) {
    this(classless.apex(), Optional.of(classless), Optional.of(classless.network()), definition);
  }

  private Zone(
      DomainName apex,
      Optional<ClasslessZone> classless,
      Optional<Ipv4Subnet> network,
      ZoneDefinition definition) {
    this.apex = apex;
    this.classless = classless;
    this.network = network;
    this.definition = definition;
    server = definition.zone().child(ZoneDefinition.NAME_SERVER_LABEL);
    ns = Rrset.ns(definition.ttlSeconds(), server);
    serverAddresses = Rrset.a(server, definition.ttlSeconds(), definition.servers());
    soa = encode(0);
  }

  private StartOfAuthority encode(long serial) {
    Soa values =
        new Soa(
            server,
            definition.zone().child("hostmaster"),
            serial,
            REFRESH_SECONDS,
            RETRY_SECONDS,
            EXPIRE_SECONDS,
            NEGATIVE_TTL_SECONDS);
    int ttl = definition.ttlSeconds();
    return new StartOfAuthority(
        serial,
        Rrset.soa(apex, ttl, values),
        // The TTL of a negative answer is the lesser of the two (RFC 2308, section 3).
        Rrset.soa(apex, Math.min(ttl, NEGATIVE_TTL_SECONDS), values));
  }

  private StartOfAuthority soa(long serial) {
    StartOfAuthority current = soa;
    if (current.serial() != serial) {
      current = encode(serial);
      soa = current;
    }
    return current;
  }

  DomainName apex() {
    return apex;
  }

  /** Addresses lead back from here, not names to addresses. */
  boolean isReverse() {
    return network.isPresent();
  }

  /** The network, of one to four octets, that a name in this zone stands for. */
  Optional<Ipv4Subnet> network(DomainName name) {
    return classless.isEmpty()
        ? name.network()
        : classless
            .get()
            .address(name)
            .map(address -> Ipv4Subnet.containing(address, Integer.SIZE));
  }

  /** Where an address leads back in this zone; empty when it is not in its network. */
  Optional<DomainName> owner(Ipv4Address address) {
    return classless.isPresent()
        ? classless.get().owner(address)
        : network.filter(whole -> whole.contains(address)).map(in -> DomainName.reverseOf(address));
  }

  Rrset ns() {
    return ns;
  }

  List<Rrset> serverAddresses() {
    return List.of(serverAddresses);
  }

  Rrset soaAnswer(long serial) {
    return soa(serial).answer();
  }

  Rrset soaOfNegativeAnswer(long serial) {
    return soa(serial).negative();
  }

  /** For a copy of how it was. */
  Rrset soaAt(long serial) {
    StartOfAuthority current = soa;
    return (current.serial() == serial ? current : encode(serial)).answer();
  }
}

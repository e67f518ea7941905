package org.comosix.appliance.dns.update;

import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/** What stands at one name of another server, of ours. */
sealed interface SiteRecord {

  /** Whose name or address it is. */
  MacAddress machine();

  /** An A record, with the machine's DHCID beside it. */
  record Address(Ipv4Address address, MacAddress machine) implements SiteRecord {}

  /** A PTR record. */
  record Pointer(DomainName name, MacAddress machine) implements SiteRecord {}
}

package org.comosix.appliance.dns;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.accept.UpdatePolicy;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;

/** Our zones as those who want to change them have to see them. */
public interface ServedZones {

  /** The apex of the zone in which a name lies, whether or not it exists. */
  Optional<DomainName> zoneOf(DomainName name);

  /**
   * What stands at a name beside records of updates: a machine's, the configuration's, and SOA and
   * NS at an apex.
   */
  List<Rrset> others(DomainName name);

  /** No update may change what is there: it is a machine's, the configuration's, or would be. */
  boolean isKept(DomainName name);

  /** Who may change what; another object when it is another one. */
  UpdatePolicy policy();

  /** Serves by changes that are durable. */
  void accepted(List<RrsetChange> changes);
}

package org.comosix.appliance.dns;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * What our zones say of one machine, for those who say it elsewhere too.
 *
 * @param names that lead to {@code address}, in our forward zone; the first is where addresses lead
 *     back to
 * @param fallbacks one for each of the names, which no other machine can have; none where the names
 *     are those already
 * @param addresses that lead back, {@code address} among them
 * @param ttlSeconds of every record
 */
public record MachineNames(
    MacAddress machine,
    List<DomainName> names,
    List<DomainName> fallbacks,
    Ipv4Address address,
    Set<Ipv4Address> addresses,
    int ttlSeconds) {

  public MachineNames {
    names = List.copyOf(names);
    fallbacks = List.copyOf(fallbacks);
    if (!fallbacks.isEmpty() && fallbacks.size() != names.size()) {
      throw new IllegalArgumentException(names + " cannot fall back to " + fallbacks);
    }
    addresses = Set.copyOf(addresses);
  }

  /** What to be called instead where one of the names is somebody else's. */
  public Optional<DomainName> fallbackOf(DomainName name) {
    return fallbacks.isEmpty()
        ? Optional.empty()
        : Optional.of(fallbacks.get(names.indexOf(name)));
  }
}

package org.comosix.appliance.dns;

import java.util.List;
import java.util.Set;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * What our zones say of one machine, for those who say it elsewhere too.
 *
 * @param names that lead to {@code address}, in our forward zone; the first is where addresses lead
 *     back to
 * @param addresses that lead back, {@code address} among them
 * @param ttlSeconds of every record
 */
public record MachineNames(
    MacAddress machine,
    List<DomainName> names,
    Ipv4Address address,
    Set<Ipv4Address> addresses,
    int ttlSeconds) {

  public MachineNames {
    names = List.copyOf(names);
    addresses = Set.copyOf(addresses);
  }
}

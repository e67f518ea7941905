package org.comosix.appliance.lease;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * Addresses of one subnet that are given to those who may draw from them.
 *
 * @param ranges inside the subnet, not overlapping; none when only reservations are served
 * @param excluded addresses inside the ranges that are never given: the router's, our own
 */
public record AddressPool(Ipv4Subnet subnet, List<AddressRange> ranges, Set<Ipv4Address> excluded) {

  public AddressPool {
    ranges = List.copyOf(ranges);
    excluded = Set.copyOf(excluded);
    for (int i = 0; i < ranges.size(); i++) {
      AddressRange range = ranges.get(i);
      if (!subnet.contains(range)) {
        throw new IllegalArgumentException(range + " is not inside " + subnet);
      }
      if (ranges.subList(0, i).stream().anyMatch(range::overlaps)) {
        throw new IllegalArgumentException(range + " overlaps another range of " + subnet);
      }
    }
  }

  /** The same, with more addresses that are never given. */
  public AddressPool without(Set<Ipv4Address> addresses) {
    Set<Ipv4Address> all = new HashSet<>(excluded);
    addresses.stream().filter(subnet::contains).forEach(all::add);
    return new AddressPool(subnet, ranges, all);
  }

  /** In a range and not excluded. */
  public boolean contains(Ipv4Address address) {
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return isHost(address) && !excluded.contains(address);
      }
    }
    return false;
  }

  /** How many addresses it has. */
  public long size() {
    long inRanges = ranges.stream().mapToLong(AddressRange::size).sum();
    Set<Ipv4Address> nobodys = new HashSet<>(excluded);
    if (subnet.prefixLength() <= 30) {
      nobodys.add(subnet.network());
      nobodys.add(subnet.broadcast());
    }
    return inRanges
        - nobodys.stream()
            .filter(address -> ranges.stream().anyMatch(range -> range.contains(address)))
            .count();
  }

  /** The subnet's own address and its broadcast address are nobody's, except in /31 and /32. */
  private boolean isHost(Ipv4Address address) {
    return subnet.prefixLength() > 30
        || (!address.equals(subnet.network()) && !address.equals(subnet.broadcast()));
  }
}

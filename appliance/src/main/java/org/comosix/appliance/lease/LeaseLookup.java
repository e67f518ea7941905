package org.comosix.appliance.lease;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;

/** Read access to the durable leases for other rooms. Any thread; never blocks on the disk. */
public interface LeaseLookup {
  Optional<Lease> activeByAddress(Ipv4Address address);

  Optional<Lease> activeByMac(MacAddress mac);

  List<Lease> all();
}

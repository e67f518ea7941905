package org.comosix.appliance.lease;

import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/** What is kept for certain clients and therefore for nobody else. Asked on the lease thread. */
public interface Reservations {

  boolean isReserved(Ipv4Address address);

  /** How many addresses of a pool are. */
  long reservedIn(AddressPool pool);

  /** How many known machines have no address of their own, and come to the pools for one. */
  long machinesWithoutAddress();

  /** The name belongs to a known machine of this kind other than {@code client}. */
  boolean isNameOfAnother(NodeName name, MachineRole role, ClientId client);
}

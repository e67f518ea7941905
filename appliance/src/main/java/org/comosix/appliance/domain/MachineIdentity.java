package org.comosix.appliance.domain;

import java.util.Optional;

/**
 * By what a machine is known; at least one of them. Whichever of them a message shows is enough.
 *
 * @param clientId option 61 as the machine sends it
 * @param uuid option 97, in either byte order
 * @param port the switch port it is plugged into, as a relay agent names it
 */
public record MachineIdentity(
    Optional<MacAddress> mac,
    Optional<ClientId> clientId,
    Optional<MachineUuid> uuid,
    Optional<RelayPort> port) {

  public MachineIdentity {
    if (mac.isEmpty() && clientId.isEmpty() && uuid.isEmpty() && port.isEmpty()) {
      throw new IllegalArgumentException(
          "a machine needs one of mac, client-id, uuid, circuit-id and remote-id to be known by");
    }
  }

  public static MachineIdentity of(MacAddress mac) {
    return new MachineIdentity(
        Optional.of(mac), Optional.empty(), Optional.empty(), Optional.empty());
  }
}

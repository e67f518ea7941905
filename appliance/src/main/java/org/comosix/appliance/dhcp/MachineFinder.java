package org.comosix.appliance.dhcp;

import java.util.Optional;
import java.util.function.Function;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MachineUuid;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.RelayPort;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseBook;

/**
 * Recognises a known machine by whatever it is known by. What the machine itself says goes before
 * the port it is at: who carries a known PC to another desk has not swapped it.
 */
public final class MachineFinder {

  /** By what a machine was recognised. */
  public enum By {
    HARDWARE_ADDRESS,
    CLIENT_ID,
    UUID,
    RELAY_PORT,
    /** This message shows none of it, but its lease was given to it as that machine. */
    LEASE
  }

  /** A known machine. */
  public record Found(Node machine, By by) {}

  private static final byte SMBIOS_UUID = 0;

  private final Nodes nodes;
  private final LeaseBook leases;

  MachineFinder(Nodes nodes, LeaseBook leases) {
    this.nodes = nodes;
    this.leases = leases;
  }

  Optional<Found> find(DhcpQuery query) {
    DhcpMessage message = query.message();
    Optional<Node> byMac =
        message.hardware().isEthernet() ? nodes.byMac(message.hardware().mac()) : Optional.empty();
    return byMac
        .map(node -> new Found(node, By.HARDWARE_ADDRESS))
        .or(() -> clientId(query).flatMap(nodes::byClientId).map(as(By.CLIENT_ID)))
        .or(() -> uuid(query).flatMap(this::byEitherReading).map(as(By.UUID)))
        .or(() -> query.relayInformation().port().flatMap(this::byPort).map(as(By.RELAY_PORT)))
        .or(() -> byLease(query).map(as(By.LEASE)));
  }

  /** Option 61 where it can be an identity. */
  static Optional<ClientId> clientId(DhcpQuery query) {
    return query
        .options()
        .bytes(OptionCode.CLIENT_IDENTIFIER)
        .filter(id -> id.length >= 2 && id.length <= ClientId.MAX_LENGTH)
        .map(ClientId::of);
  }

  /** Option 97; firmware that has no UUID sends zeros. */
  private static Optional<MachineUuid> uuid(DhcpQuery query) {
    return query
        .options()
        .bytes(OptionCode.CLIENT_MACHINE_ID)
        .filter(id -> id.length == 1 + MachineUuid.LENGTH && id[0] == SMBIOS_UUID)
        .map(id -> java.util.Arrays.copyOfRange(id, 1, id.length))
        .filter(octets -> !allAlike(octets))
        .map(MachineUuid::of);
  }

  private static boolean allAlike(byte[] octets) {
    for (byte octet : octets) {
      if (octet != octets[0]) {
        return false;
      }
    }
    return true;
  }

  private Optional<Node> byEitherReading(MachineUuid uuid) {
    return nodes.byUuid(uuid).or(() -> nodes.byUuid(uuid.otherReading()));
  }

  /** A machine may be entered with both identifiers of its port or with one of them. */
  private Optional<Node> byPort(RelayPort port) {
    return nodes
        .byPort(port)
        .or(() -> port.circuitId().flatMap(id -> nodes.byPort(circuit(id))))
        .or(() -> port.remoteId().flatMap(id -> nodes.byPort(remote(id))));
  }

  private static RelayPort circuit(String id) {
    return new RelayPort(Optional.of(id), Optional.empty());
  }

  private static RelayPort remote(String id) {
    return new RelayPort(Optional.empty(), Optional.of(id));
  }

  /**
   * A running system rarely sends what its firmware sent, and what is unicast passes no relay. Of a
   * machine that is known by its port this is believed only while no other port is told.
   */
  private Optional<Node> byLease(DhcpQuery query) {
    if (!query.message().hardware().isEthernet()) {
      return Optional.empty();
    }
    boolean portTold = query.relayInformation().port().isPresent();
    return leases
        .activeLeaseOf(ClientId.of(query.message().hardware().mac()))
        .flatMap(Lease::name)
        .flatMap(nodes::byName)
        .filter(node -> node.identity().mac().isEmpty())
        .filter(node -> !portTold || node.identity().port().isEmpty());
  }

  private static Function<Node, Found> as(By by) {
    return node -> new Found(node, by);
  }
}

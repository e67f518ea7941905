package org.comosix.appliance.config.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.config.Collisions;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineIdentity;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.MachineUuid;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.domain.RelayPort;

/** Reads the {@code [[node]]} and {@code [[host]]} tables. */
final class MachineReader {

  private final MachineRole role;
  private final Collisions collisions;

  MachineReader(MachineRole role, Collisions collisions) {
    this.role = role;
    this.collisions = collisions;
  }

  List<Node> read(List<ConfigTable> tables) {
    List<Node> machines = new ArrayList<>();
    tables.forEach(table -> read(table).ifPresent(machines::add));
    return machines;
  }

  private Optional<Node> read(ConfigTable table) {
    Optional<NodeName> name = table.required("name", "\"pc1\"", NodeName::parse);
    Optional<MachineIdentity> identity = identity(table);
    Optional<Ipv4Address> address = address(table);
    Optional<ImageName> image =
        role == MachineRole.NODE ? table.optional("image", ImageName::parse) : Optional.empty();
    table.rejectOtherKeys();
    name.ifPresent(value -> collisions.machineName(table.pathOf("name"), value, role));
    address.ifPresent(value -> collisions.nodeAddress(table.pathOf("address"), value));
    return name.isEmpty() || identity.isEmpty() || table.hasProblems()
        ? Optional.empty()
        : Optional.of(new Node(name.get(), identity.get(), address, image, role));
  }

  /** A host that is not kept an address has no reason to be listed. */
  private Optional<Ipv4Address> address(ConfigTable table) {
    return role == MachineRole.NODE
        ? table.optional("address", Ipv4Address::parse)
        : table.required("address", "\"10.77.0.20\"", Ipv4Address::parse);
  }

  private Optional<MachineIdentity> identity(ConfigTable table) {
    Optional<ClientId> clientId = table.optional("client-id", ClientId::parse);
    Optional<MachineUuid> uuid = table.optional("uuid", MachineUuid::parse);
    Optional<String> circuit = table.optional("circuit-id", RelayPort::parseId);
    Optional<String> remote = table.optional("remote-id", RelayPort::parseId);
    Optional<RelayPort> port =
        circuit.isEmpty() && remote.isEmpty()
            ? Optional.empty()
            : Optional.of(new RelayPort(circuit, remote));
    Optional<MacAddress> mac =
        clientId.isEmpty() && uuid.isEmpty() && port.isEmpty() && !table.hasProblems()
            ? table.required("mac", "\"52:54:00:12:34:56\"", MachineReader::mac)
            : table.optional("mac", MachineReader::mac);
    mac.ifPresent(value -> collisions.knownBy(table.pathOf("mac"), "hardware address", value));
    clientId.ifPresent(value -> collisions.knownBy(table.pathOf("client-id"), "client-id", value));
    uuid.ifPresent(value -> collisions.knownBy(table.pathOf("uuid"), "UUID", value));
    port.ifPresent(
        value ->
            collisions.knownBy(
                table.pathOf(circuit.isPresent() ? "circuit-id" : "remote-id"),
                "relay port",
                value));
    return mac.isEmpty() && clientId.isEmpty() && uuid.isEmpty() && port.isEmpty()
        ? Optional.empty()
        : Optional.of(new MachineIdentity(mac, clientId, uuid, port));
  }

  /** A group address is nobody's: bit 0 of the first octet (IEEE 802). */
  private static MacAddress mac(String text) {
    MacAddress mac = MacAddress.parse(text);
    if ((mac.octets()[0] & 1) != 0 || mac.bits() == 0) {
      throw new IllegalArgumentException(
          "expected one machine's hardware address, not the group address " + mac);
    }
    return mac;
  }
}

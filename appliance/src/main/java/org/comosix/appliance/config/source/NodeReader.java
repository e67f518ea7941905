package org.comosix.appliance.config.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.config.Collisions;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;

/** Reads the {@code [[node]]} tables. */
final class NodeReader {

  private final Collisions collisions;

  NodeReader(Collisions collisions) {
    this.collisions = collisions;
  }

  List<Node> read(List<ConfigTable> tables) {
    List<Node> nodes = new ArrayList<>();
    tables.forEach(table -> read(table).ifPresent(nodes::add));
    return nodes;
  }

  private Optional<Node> read(ConfigTable table) {
    Optional<NodeName> name = table.required("name", "\"pc1\"", NodeName::parse);
    Optional<MacAddress> mac = table.required("mac", "\"52:54:00:12:34:56\"", NodeReader::mac);
    Optional<Ipv4Address> address = table.optional("address", Ipv4Address::parse);
    Optional<ImageName> image = table.optional("image", ImageName::parse);
    table.rejectOtherKeys();
    name.ifPresent(value -> collisions.nodeName(table.pathOf("name"), value));
    mac.ifPresent(value -> collisions.nodeMac(table.pathOf("mac"), value));
    address.ifPresent(value -> collisions.nodeAddress(table.pathOf("address"), value));
    return name.isEmpty() || mac.isEmpty() || table.hasProblems()
        ? Optional.empty()
        : Optional.of(new Node(name.get(), mac.get(), address, image));
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

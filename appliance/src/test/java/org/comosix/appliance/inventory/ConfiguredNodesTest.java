package org.comosix.appliance.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.api.Test;

class ConfiguredNodesTest {

  private static final Node PC1 = node("pc1", "52:54:00:00:00:01", Optional.of("10.77.0.11"));
  private static final Node PC2 = node("pc2", "52:54:00:00:00:02", Optional.empty());

  @Test
  void findsANodeByEachOfItsKeys() {
    ConfiguredNodes nodes = new ConfiguredNodes(List.of(PC1, PC2));

    assertThat(nodes.byMac(PC1.mac())).contains(PC1);
    assertThat(nodes.byName(new NodeName("pc2"))).contains(PC2);
    assertThat(nodes.byAddress(Ipv4Address.parse("10.77.0.11"))).contains(PC1);
    assertThat(nodes.all()).containsExactly(PC1, PC2);
  }

  @Test
  void doesNotKnowStrangers() {
    ConfiguredNodes nodes = new ConfiguredNodes(List.of(PC1));

    assertThat(nodes.byMac(PC2.mac())).isEmpty();
    assertThat(nodes.byName(PC2.name())).isEmpty();
    assertThat(nodes.byAddress(Ipv4Address.parse("10.77.0.12"))).isEmpty();
  }

  @Test
  void staysAsItWasWhenTheListChanges() {
    List<Node> list = new ArrayList<>(List.of(PC1));
    ConfiguredNodes nodes = new ConfiguredNodes(list);
    list.add(PC2);

    assertThat(nodes.all()).containsExactly(PC1);
  }

  @Test
  void twoNodesDoNotShareAHardwareAddress() {
    refuses(node("pc9", "52:54:00:00:00:01", Optional.empty()), "52:54:00:00:00:01", "pc9");
  }

  @Test
  void twoNodesDoNotShareAName() {
    refuses(node("pc1", "52:54:00:00:00:09", Optional.empty()), "name pc1", "52:54:00:00:00:09");
  }

  @Test
  void twoNodesDoNotShareAnAddress() {
    refuses(node("pc9", "52:54:00:00:00:09", Optional.of("10.77.0.11")), "10.77.0.11", "pc9");
  }

  private static void refuses(Node second, String key, String secondName) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfiguredNodes(List.of(PC1, second)))
        .withMessageContainingAll(key, "pc1 (52:54:00:00:00:01)", secondName);
  }

  private static Node node(String name, String mac, Optional<String> address) {
    return new Node(
        new NodeName(name),
        MacAddress.parse(mac),
        address.map(Ipv4Address::parse),
        Optional.empty());
  }
}

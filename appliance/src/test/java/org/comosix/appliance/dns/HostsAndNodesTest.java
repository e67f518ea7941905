package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xbill.DNS.Type.A;
import static org.xbill.DNS.Type.PTR;

import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.LeaseEvent.Kind;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineIdentity;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.MachineUuid;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One PC, two names: the Linux node has the prefix, the Windows host does not. */
class HostsAndNodesTest {

  private static final String NODE = "52:54:00:00:00:01";
  private static final String WINDOWS = "52:54:00:00:00:02";

  private DnsLab lab = DnsLab.lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void hostHasItsPlainNameAndNoAlias() {
    lab.bindsHost("10.77.0.50", WINDOWS, "pc1");

    isAt("pc1", "10.77.0.50");
    isNowhere("om_pc1");
    isNowhere("om-pc1");
    assertThat(lab.answers("50.0.77.10.in-addr.arpa", PTR)).contains("PTR pc1.lab.example.");
  }

  @Test
  void nodeAndWindowsOfOnePcDoNotFightOverAName() {
    lab.bindsHost("10.77.0.50", WINDOWS, "pc1");
    lab.binds("10.77.0.51", NODE, "pc1");

    isAt("pc1", "10.77.0.50");
    isAt("om_pc1", "10.77.0.51");
  }

  @Test
  void oneMachineIsUnderTheNameOfWhatItIsNow() {
    lab.bindsHost("10.77.0.50", NODE, "pc1");
    lab.binds("10.77.0.50", NODE, "pc1");

    isAt("om_pc1", "10.77.0.50");
    isNowhere("pc1");

    lab.bindsHost("10.77.0.50", NODE, "pc1");

    isAt("pc1", "10.77.0.50");
    isNowhere("om_pc1");
  }

  @Test
  void listedHostResolvesAlwaysUnderItsPlainName() {
    lab.close();
    lab = DnsLab.lab(machine("printer", MachineIdentity.of(MacAddress.parse(NODE))));

    isAt("printer", "10.77.0.20");
    isNowhere("om_printer");
  }

  /** The lease carries the hardware address that the machine has today. */
  @Test
  void machineKnownByItsUuidIsOneMachineWithItsLease() {
    MachineUuid uuid = MachineUuid.parse("4c4c4544-0042-3510-8052-b4c04f4a3132");
    lab.close();
    lab =
        DnsLab.lab(
            machine(
                "printer",
                new MachineIdentity(
                    Optional.empty(), Optional.empty(), Optional.of(uuid), Optional.empty())));

    isAt("printer", "10.77.0.20");
    lab.ends(Kind.RELEASED, lab.bindsHost("10.77.0.20", WINDOWS, "printer"));
    isAt("printer", "10.77.0.20");
  }

  private static Node machine(String name, MachineIdentity identity) {
    return new Node(
        new NodeName(name),
        identity,
        Optional.of(Ipv4Address.parse("10.77.0.20")),
        Optional.empty(),
        MachineRole.HOST);
  }

  private void isAt(String label, String address) {
    assertThat(lab.answers(label + ".lab.example", A)).contains(" A " + address);
  }

  private void isNowhere(String label) {
    assertThat(lab.answers(label + ".lab.example", A)).startsWith("NXDOMAIN");
  }
}

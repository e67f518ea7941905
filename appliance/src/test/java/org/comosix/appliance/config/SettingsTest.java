package org.comosix.appliance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.boot.BootUrls;
import org.comosix.appliance.boot.KernelArgument;
import org.comosix.appliance.boot.KernelCommandLine;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.api.Test;

/** The records refuse what the file reader would: code that makes settings is checked too. */
final class SettingsTest {

  private static final Ipv4Subnet SUBNET = Ipv4Subnet.parse("10.77.0.0/24");
  private static final Duration HOURS = Duration.ofHours(12);

  private static SubnetSettings subnet(String subnet, String... pool) {
    List<AddressRange> ranges = new ArrayList<>();
    for (String range : pool) {
      ranges.add(AddressRange.parse(range));
    }
    return new SubnetSettings(Ipv4Subnet.parse(subnet), ranges, Optional.empty(), HOURS);
  }

  private static Node node(String name, String mac, String address) {
    return new Node(
        NodeName.parse(name),
        MacAddress.parse(mac),
        Optional.of(Ipv4Address.parse(address)),
        Optional.empty());
  }

  private static ApplianceSettings settings(List<SubnetSettings> subnets, List<Node> nodes) {
    return new ApplianceSettings(
        new ServerSettings(List.of("eth1"), ServerSettings.DEFAULT_STATE),
        new DhcpSettings(subnets),
        new DnsSettings(
            DnsSettings.DEFAULT_ZONE,
            DnsSettings.DEFAULT_PREFIX,
            DnsSettings.DEFAULT_ALIAS_PREFIX,
            DnsSettings.DEFAULT_TTL,
            List.of()),
        new BootSettings(
            BootSettings.DEFAULT_IMAGE,
            BootSettings.DEFAULT_KERNEL_ARGUMENTS,
            BootSettings.DEFAULT_HTTP_PORT,
            BootSettings.DEFAULT_IPXE_DIRECTORY,
            Optional.empty()),
        new NfsSettings(NfsSettings.DEFAULT_PORT, NfsSettings.DEFAULT_PORTMAP),
        nodes);
  }

  @Test
  void aReservedAddressMayLieInThePool() {
    ApplianceSettings settings =
        settings(
            List.of(subnet("10.77.0.0/24", "10.77.0.10-10.77.0.20")),
            List.of(node("pc1", "52:54:00:00:00:01", "10.77.0.11")));

    assertThat(settings.nodes()).hasSize(1);
  }

  @Test
  void overlappingSubnets() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> settings(List.of(subnet("10.77.0.0/16"), subnet("10.77.3.0/24")), List.of()))
        .withMessage(
            "dhcp.subnet[1].subnet: the subnet 10.77.3.0/24 overlaps 10.77.0.0/16"
                + " (dhcp.subnet[0].subnet)");
  }

  @Test
  void oneAddressForTwoNodes() {
    List<Node> nodes =
        List.of(
            node("pc1", "52:54:00:00:00:01", "10.77.0.11"),
            node("pc2", "52:54:00:00:00:02", "10.77.0.11"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(List.of(subnet("10.77.0.0/24")), nodes))
        .withMessageStartingWith("node[1].address: the address 10.77.0.11 is reserved for two");
  }

  @Test
  void poolOrRouterOutsideTheSubnet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> subnet("10.77.0.0/24", "10.77.0.50-10.78.0.1"))
        .withMessage("10.78.0.1 is outside the subnet 10.77.0.0/24");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SubnetSettings(
                    SUBNET, List.of(), Optional.of(Ipv4Address.parse("10.77.0.255")), HOURS))
        .withMessage("10.77.0.255 is the broadcast address of 10.77.0.0/24");
  }

  @Test
  void leaseTimesOutsideTheirLimits() {
    for (Duration wrong : List.of(Duration.ofSeconds(59), Duration.ofDays(366))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new SubnetSettings(SUBNET, List.of(), Optional.empty(), wrong));
    }
    for (Duration right :
        List.of(SubnetSettings.MIN_LEASE_TIME, SubnetSettings.MAX_LEASE_TIME, HOURS)) {
      new SubnetSettings(SUBNET, List.of(), Optional.empty(), right);
    }
  }

  @Test
  void thereIsNothingToServeWithoutInterfaceOrSubnet() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerSettings(List.of(), ServerSettings.DEFAULT_STATE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerSettings(List.of("eth1", "eth1"), Path.of("/srv")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerSettings(List.of("eth1"), Path.of("srv")));
    assertThatIllegalArgumentException().isThrownBy(() -> new DhcpSettings(List.of()));
  }

  @Test
  void interfaceNamesAreWhatTheKernelTakes() {
    for (String right :
        List.of("eth1", "enp0s31f6", "eth0.100", "br-lan", "wg_0", "fifteen-chars15")) {
      assertThat(ServerSettings.interfaceName(right)).isEqualTo(right);
    }
    for (String wrong : List.of("", ".", "..", "a/b", "a:1", "a b", "sixteen-chars-16", "é")) {
      assertThatIllegalArgumentException().isThrownBy(() -> ServerSettings.interfaceName(wrong));
    }
  }

  @Test
  void zonesAreLowerCaseWithoutTheFinalDot() {
    assertThat(DnsSettings.zoneName("Lab.Example.")).isEqualTo("lab.example");
    assertThat(DnsSettings.zoneName("lab")).isEqualTo("lab");
    for (String wrong :
        List.of("", ".", "a..b", ".lab", "-lab.example", "lab_1.example", "a".repeat(64), "é")) {
      assertThatIllegalArgumentException().isThrownBy(() -> DnsSettings.zoneName(wrong));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DnsSettings.zoneName("a.".repeat(95) + "a"));
  }

  @Test
  void theLongestPrefixAndNameFitIntoOneLabel() {
    String prefix = DnsSettings.namePrefix("o".repeat(15));

    assertThat(prefix.length() + NodeName.MAX_LENGTH).isEqualTo(63);
    assertThatIllegalArgumentException().isThrownBy(() -> DnsSettings.namePrefix("o".repeat(16)));
  }

  @Test
  void lengthsOfTime() {
    assertThat(SettingForms.duration("1d2h3m4s"))
        .isEqualTo(Duration.ofDays(1).plusHours(2).plusMinutes(3).plusSeconds(4));
    assertThat(SettingForms.text(Duration.ofMinutes(90))).isEqualTo("1h30m");
    assertThat(SettingForms.text(Duration.ZERO)).isEqualTo("0s");
    for (String wrong : List.of("", "12", "h", "-1h", "1.5h", "12 h", "9999999999s")) {
      assertThatIllegalArgumentException().isThrownBy(() -> SettingForms.duration(wrong));
    }
  }

  @Test
  void theLongestKernelArgumentsFitBesideOurOwn() {
    String longest = ("x".repeat(255) + " ").repeat(4).strip();

    assertThat(BootSettings.extraKernelArguments(longest)).hasSize(1023);
    assertThat(
            new KernelCommandLine(new BootUrls(65_535), 65_535, KernelArgument.parseAll(longest)))
        .isNotNull();
  }

  @Test
  void kernelArgumentsCannotMoveTheRootOrBreakTheScript() {
    assertThat(BootSettings.extraKernelArguments("  console=ttyS0,115200 quiet "))
        .isEqualTo("console=ttyS0,115200 quiet");
    for (String wrong :
        List.of("root=/dev/sda", "quiet nfsroot=1.2.3.4:/x", "ip=dhcp", "é", "rw", "a;b", "${x}")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> BootSettings.extraKernelArguments(wrong));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BootSettings.extraKernelArguments("x".repeat(1025)));
  }
}

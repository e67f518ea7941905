package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MacPrefix;
import org.comosix.appliance.domain.MachineIdentity;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.TextPattern;
import org.comosix.appliance.lease.AddressPool;
import org.junit.jupiter.api.Test;

/** Who is a node and who a host, and what classes change. */
class ClassesAndRolesTest {

  private static final String PC = "52:54:00:00:00:01";
  private static final String PXE = "PXEClient:Arch:00007:UNDI:003016";

  private final DhcpLab lab = new DhcpLab();

  @Test
  void onePcIsANodeWhenItBootsFromUsAndAHostUnderWindows() {
    lab.boots("snponly.efi");
    Ipv4Address address = lab.client(PC).ofVendor(PXE).boot();
    assertThat(lab.durable(address).role()).isEqualTo(MachineRole.NODE);

    assertThat(lab.client(PC).ofVendor("MSFT 5.0").boot()).isEqualTo(address);
    assertThat(lab.durable(address).role()).isEqualTo(MachineRole.HOST);

    assertThat(lab.client(PC).ofVendor(PXE).boot()).isEqualTo(address);
    assertThat(lab.durable(address).role()).isEqualTo(MachineRole.NODE);
  }

  @Test
  void systemThatANodeBootedStaysANodeWhateverClientItUses() {
    Ipv4Address address = lab.client(PC).ofVendor(PXE).boot();

    lab.client(PC).ofVendor("dhcpcd-9.4.1:Linux").boot();

    assertThat(lab.durable(address).role()).isEqualTo(MachineRole.NODE);
  }

  @Test
  void machineOfWhichNothingIsKnownIsAHost() {
    assertThat(lab.durable(lab.client(PC).boot()).role()).isEqualTo(MachineRole.HOST);
  }

  @Test
  void listedNodeIsANodeAndAHostOnlyUnderWindows() {
    lab.knows("pc1", PC, "10.77.0.7");

    Ipv4Address address = lab.client(PC).boot();
    assertThat(lab.durable(address).role()).isEqualTo(MachineRole.NODE);
    lab.client(PC).ofVendor("MSFT 5.0").boot();
    assertThat(lab.durable(address).role()).isEqualTo(MachineRole.HOST);
  }

  @Test
  void nodeAndWindowsOfOnePcBothHaveItsName() {
    Ipv4Address node = lab.client(PC).calling("pc1").ofVendor(PXE).boot();
    Ipv4Address windows =
        lab.client("52:54:00:00:00:02").calling("pc1").ofVendor("MSFT 5.0").boot();

    assertThat(lab.durable(node).name()).hasToString("Optional[pc1]");
    assertThat(lab.durable(windows).name()).hasToString("Optional[pc1]");
  }

  @Test
  void nameOfAListedNodeIsFreeForItsWindowsAndForNoOtherNode() {
    lab.knows("pc1", PC, "10.77.0.7");

    Ipv4Address windows =
        lab.client("52:54:00:00:00:02").calling("pc1").ofVendor("MSFT 5.0").boot();
    Ipv4Address other = lab.client("52:54:00:00:00:03").calling("pc1").ofVendor(PXE).boot();

    assertThat(lab.durable(windows).name()).hasToString("Optional[pc1]");
    assertThat(lab.durable(other).name()).hasToString("Optional[pc1-2]");
  }

  @Test
  void listedHostIsNeverToldWhatToBoot() {
    lab.boots("snponly.efi");
    MachineIdentity identity = MachineIdentity.of(MacAddress.parse(PC));
    lab.knows("printer", identity, "10.77.0.7", MachineRole.HOST);
    DhcpClientSim printer = lab.client(PC).ofVendor(PXE);

    DhcpMessage offer = printer.expectReply(printer.discover(), MessageType.OFFER);

    assertThat(offer.file()).isEmpty();
    assertThat(offer.options().has(OptionCode.BOOT_FILE_NAME)).isFalse();
    assertThat(lab.durable(printer.boot()).role()).isEqualTo(MachineRole.HOST);
  }

  @Test
  void classGoesBeforeEveryOtherRule() {
    ClassMatch match =
        new ClassMatch(
            List.of(), List.of(), List.of(MacPrefix.parse("52:54:00")), Optional.empty());
    DhcpLab classed = labWith(classOf(match, Optional.of(MachineRole.NODE), List.of()));

    Ipv4Address address = classed.client(PC).ofVendor("MSFT 5.0").boot();

    assertThat(classed.durable(address).role()).isEqualTo(MachineRole.NODE);
  }

  @Test
  void classHasItsPoolItsTimeAndItsOptionsAskedForOrNot() {
    Ipv4Subnet subnet = Ipv4Subnet.parse("10.77.0.0/24");
    AddressPool pool =
        new AddressPool(subnet, List.of(AddressRange.parse("10.77.0.200-10.77.0.209")), Set.of());
    ClassMatch match =
        new ClassMatch(List.of(new TextPattern("phone-*")), List.of(), List.of(), Optional.empty());
    DhcpLab classed = labWith(classOf(match, Optional.empty(), List.of(pool)));
    DhcpClientSim phone =
        classed
            .client(PC)
            .ofVendor("phone-7")
            .sending(OptionCode.PARAMETER_REQUEST_LIST, new byte[] {1, 3});

    DhcpMessage offer = phone.expectReply(phone.discover(), MessageType.OFFER);

    assertThat(offer.yiaddr()).hasToString("10.77.0.200");
    assertThat(offer.options().text(224)).contains("for phones");
    assertThat(offer.options().bytes(OptionCode.LEASE_TIME).orElseThrow())
        .containsExactly(0, 0, 0, 120);
    assertThat(classed.client("52:54:00:00:00:02").boot()).hasToString("10.77.0.50");
  }

  /** RFC 3004 has a list with lengths, iPXE and others send the bare text. */
  @Test
  void userClassIsReadBothWays() {
    ClassMatch match =
        new ClassMatch(List.of(), List.of(new TextPattern("lab")), List.of(), Optional.empty());

    assertThat(match.matches(userClass("lab"), new MacAddress(1), false)).isTrue();
    assertThat(match.matches(userClass("\3lab"), new MacAddress(1), false)).isTrue();
    assertThat(match.matches(userClass("\2no\3lab"), new MacAddress(1), false)).isTrue();
    assertThat(match.matches(userClass("labs"), new MacAddress(1), false)).isFalse();
    assertThat(match.matches(DhcpOptions.NONE, new MacAddress(1), false)).isFalse();
  }

  @Test
  void everyConditionOfAClassHasToHold() {
    ClassMatch match =
        new ClassMatch(
            List.of(new TextPattern("MSFT*")),
            List.of(),
            List.of(MacPrefix.parse("52:54")),
            Optional.of(true));
    DhcpOptions windows = DhcpOptions.builder().put(OptionCode.VENDOR_CLASS, "MSFT 5.0").build();
    MacAddress ours = MacAddress.parse(PC);

    assertThat(match.matches(windows, ours, true)).isTrue();
    assertThat(match.matches(windows, ours, false)).isFalse();
    assertThat(match.matches(windows, MacAddress.parse("52:55:00:00:00:01"), true)).isFalse();
    assertThat(match.matches(DhcpOptions.NONE, ours, true)).isFalse();
  }

  private static DhcpOptions userClass(String text) {
    return DhcpOptions.builder().put(OptionCode.USER_CLASS, text).build();
  }

  private static DhcpClass classOf(
      ClassMatch match, Optional<MachineRole> role, List<AddressPool> pools) {
    return new DhcpClass(
        "special",
        match,
        role,
        Optional.of(Duration.ofMinutes(2)),
        pools,
        DhcpOptions.builder().put(224, "for phones").build(),
        false);
  }

  private static DhcpLab labWith(DhcpClass special) {
    DhcpSubnet subnet = DhcpLab.subnet("10.77.0.0/24", "10.77.0.50-10.77.0.59", "10.77.0.1");
    return new DhcpLab(
        new DhcpRules(
            List.of(DhcpNetwork.of(subnet)), List.of(special), Set.of(), false, DhcpLab.LABELS));
  }
}

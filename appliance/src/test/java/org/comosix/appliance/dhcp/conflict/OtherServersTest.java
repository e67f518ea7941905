package org.comosix.appliance.dhcp.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.comosix.appliance.dhcp.DhcpCounters;
import org.comosix.appliance.dhcp.DhcpFact;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.testkit.FakeClock;
import org.junit.jupiter.api.Test;

final class OtherServersTest {

  private static final Ipv4Address OURS = Ipv4Address.parse("10.77.0.1");
  private static final Ipv4Address THEIRS = Ipv4Address.parse("10.77.0.9");
  private static final Ipv4Address GIVEN = Ipv4Address.parse("10.77.0.200");
  private static final MacAddress CARD = MacAddress.parse("52:54:00:00:00:09");
  private static final MacAddress PC1 = MacAddress.parse("52:54:00:00:00:01");

  private final FakeClock clock = new FakeClock();
  private final DhcpCounters counters = new DhcpCounters();
  private final OtherServers others = new OtherServers(Set.of(OURS), counters, clock);

  @Test
  void eachServerIsReportedOnceInTenMinutesAndAProblemAsLongAsItIsHeard() {
    assertThat(others.problem()).isEmpty();
    assertThat(others.sees(offer(options -> {}))).isTrue();
    clock.advance(Duration.ofMinutes(9));
    assertThat(others.sees(offer(options -> {}))).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(others.sees(offer(options -> {}))).isTrue();

    assertThat(others.problem())
        .contains("another DHCP server, 10.77.0.9 (52:54:00:00:00:09) on eth1, offers 10.77.0.200");
    assertThat(counters.of(DhcpFact.OTHER_SERVER)).isEqualTo(3);
    clock.advance(Duration.ofMinutes(10));
    assertThat(others.problem()).isEmpty();
  }

  @Test
  void weAreNoOtherServer() {
    ServerSighting us = new ServerSighting(OURS, Optional.of(CARD), "eth1", "offers something");

    assertThat(others.sees(us)).isFalse();
    assertThat(others.problem()).isEmpty();
    assertThat(counters.of(DhcpFact.OTHER_SERVER)).isZero();
  }

  @Test
  void whatClientsTellIsKeptUntilTheServerItselfIsHeard() {
    ServerSighting told = ServerSighting.named(request(THEIRS)).orElseThrow();
    others.sees(told);
    assertThat(others.problem())
        .contains("another DHCP server, 10.77.0.9 on eth1, chosen by " + PC1);

    others.sees(offer(options -> {}));
    others.sees(told);

    assertThat(others.problem()).get().asString().endsWith("offers 10.77.0.200");
  }

  @Test
  void requestThatNamesUsOrNobodyIsNoSign() {
    assertThat(ServerSighting.named(request(OURS))).isEmpty();
    assertThat(ServerSighting.named(query(options -> {}))).isEmpty();
  }

  /** RFC 4578 and EDK2: PXEClient without option 43 sends firmware to port 4011 for the rest. */
  @Test
  void pxeClientWithoutVendorOptionsIsNamed() {
    assertThat(offer(options -> options.put(OptionCode.VENDOR_CLASS, "PXEClient")).what())
        .isEqualTo(
            "offers 10.77.0.200; says PXEClient (60) without vendor options (43): UEFI asks its"
                + " port 4011");
    byte[] useThisFile = {6, 1, 8, (byte) 255};
    assertThat(
            offer(
                    options ->
                        options
                            .put(OptionCode.VENDOR_CLASS, "PXEClient")
                            .put(OptionCode.VENDOR_SPECIFIC, useThisFile))
                .what())
        .isEqualTo("offers 10.77.0.200");
  }

  @Test
  void bootServerWithoutAddressesIsTold() {
    DhcpMessage proxy =
        reply(Ipv4Address.ANY, "pxelinux.0", Ipv4Address.ANY, MessageType.OFFER, options -> {});

    assertThat(ServerSighting.of(proxy, CARD, THEIRS, "eth1"))
        .map(ServerSighting::what)
        .contains("offers a boot file");
  }

  @Test
  void whatARelayHandsOnAndWhatClientsSendIsNoSign() {
    DhcpMessage relayed = reply(GIVEN, "", THEIRS, MessageType.OFFER, options -> {});

    assertThat(ServerSighting.of(relayed, CARD, THEIRS, "eth1")).isEmpty();
    assertThat(ServerSighting.of(request(OURS).message(), CARD, THEIRS, "eth1")).isEmpty();
  }

  @Test
  void moreServersThanAreKeptPushOutTheOneNotHeardForLongest() {
    for (int i = 0; i < 100; i++) {
      Ipv4Address server = THEIRS.plus(i);
      others.sees(new ServerSighting(server, Optional.of(CARD), "eth1", "offers"));
    }
    assertThat(others.problem().orElseThrow().split(";", -1)).hasSize(64);
    assertThat(others.problem()).get().asString().contains("10.77.0.108").doesNotContain("0.9 ");
  }

  private static ServerSighting offer(Consumer<DhcpOptions.Builder> more) {
    DhcpMessage message = reply(GIVEN, "", Ipv4Address.ANY, MessageType.OFFER, more);
    return ServerSighting.of(message, CARD, THEIRS, "eth1").orElseThrow();
  }

  private static DhcpQuery request(Ipv4Address server) {
    return query(options -> options.put(OptionCode.SERVER_IDENTIFIER, server));
  }

  private static DhcpQuery query(Consumer<DhcpOptions.Builder> more) {
    DhcpMessage message =
        message(
            DhcpMessage.BOOTREQUEST,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            "",
            MessageType.REQUEST,
            more);
    return new DhcpQuery(message, new ServedInterface("eth1", List.of(OURS)), true);
  }

  private static DhcpMessage reply(
      Ipv4Address yiaddr,
      String file,
      Ipv4Address giaddr,
      MessageType type,
      Consumer<DhcpOptions.Builder> more) {
    return message(DhcpMessage.BOOTREPLY, yiaddr, giaddr, file, type, more);
  }

  private static DhcpMessage message(
      int op,
      Ipv4Address yiaddr,
      Ipv4Address giaddr,
      String file,
      MessageType type,
      Consumer<DhcpOptions.Builder> more) {
    DhcpOptions.Builder options = DhcpOptions.builder().put(type);
    more.accept(options);
    return new DhcpMessage(
        op,
        HardwareAddress.of(PC1),
        0,
        1,
        0,
        0,
        Ipv4Address.ANY,
        yiaddr,
        Ipv4Address.ANY,
        giaddr,
        "",
        file,
        options.build());
  }
}

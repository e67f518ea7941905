package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.junit.jupiter.api.Test;

/** Behind a relay that puts its port into option 82; three machines may be at one port. */
final class RelayPortLimitTest {

  private final DhcpLab lab = new DhcpLab().withLeasesForEachRelayPort(3);

  @Test
  void portHasItsLeasesAndNoMore() {
    fillPort(1);

    DhcpClientSim fourth = at(1, 4);
    fourth.expectSilence(fourth.discover(), IgnoreReason.RELAY_PORT_LIMIT);
    fourth.expectSilence(
        fourth.select(Ipv4Address.parse("10.88.0.59")), IgnoreReason.RELAY_PORT_LIMIT);
    assertThat(at(2, 5).boot()).isNotNull();
  }

  @Test
  void offersAreNotCountedSoThatAFloodDoesNotShutOutTheNeighbours() {
    for (int i = 0; i < 100; i++) {
      DhcpClientSim invented = at(1, 100 + i);
      invented.expectReply(invented.discover(), MessageType.OFFER);
    }

    assertThat(at(1, 1).boot()).isNotNull();
  }

  @Test
  void machineThatHasALeaseBootsAgainAtItsFullPort() {
    fillPort(1);

    Ipv4Address again = at(1, 2).boot();

    assertThat(lab.index.activeByMac(at(1, 2).mac()).orElseThrow().address()).isEqualTo(again);
  }

  @Test
  void leaseThatEndedMakesRoom() {
    fillPort(1);

    lab.clock.advance(DhcpLab.LEASE_TIME);

    assertThat(at(1, 4).boot()).isNotNull();
  }

  @Test
  void renewalOfTheClientItselfKeepsItAtItsPort() {
    fillPort(1);
    Ipv4Address address = at(1, 1).boot();
    lab.clock.advance(DhcpLab.LEASE_TIME.minus(Duration.ofMinutes(1)));
    DhcpClientSim renewing = lab.client(mac(1));
    renewing.expectReply(renewing.renew(address), MessageType.ACK);
    lab.clock.advance(Duration.ofMinutes(1));
    at(1, 2).boot();
    at(1, 3).boot();

    DhcpClientSim fourth = at(1, 4);
    fourth.expectSilence(fourth.discover(), IgnoreReason.RELAY_PORT_LIMIT);
  }

  @Test
  void releasedLeaseMakesRoom() {
    fillPort(1);
    Ipv4Address address = at(1, 1).boot();
    DhcpClientSim leaving = lab.client(mac(1));
    leaving.expectSilence(leaving.release(address), IgnoreReason.DONE_WITHOUT_REPLY);

    assertThat(at(1, 4).boot()).isNotNull();
  }

  @Test
  void machineThatMovesCountsWhereItIs() {
    fillPort(1);
    at(2, 1).boot();

    assertThat(at(1, 4).boot()).isNotNull();
  }

  @Test
  void whereNoPortIsNamedThereIsNoLimit() {
    for (int i = 0; i < 10; i++) {
      lab.client(mac(i)).boot();
    }
  }

  private void fillPort(int port) {
    for (int i = 1; i <= 3; i++) {
      at(port, i).boot();
    }
  }

  private DhcpClientSim at(int port, int machine) {
    return lab.client(mac(machine))
        .behindRelay()
        .sending(OptionCode.RELAY_AGENT_INFORMATION, new byte[] {1, 2, 0, (byte) port});
  }

  private static String mac(int machine) {
    return new MacAddress(0x0200_0000_0000L + machine).toString();
  }
}

package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.lease.LeaseLimits;
import org.junit.jupiter.api.Test;

/** Somebody invents hardware addresses, or means harm in another way. */
final class AbuseStoriesTest {

  private static final String PC1 = "52:54:00:00:00:01";
  private static final Duration SHORT = LeaseLimits.DEFAULT_SHORT_LEASE_TIME;
  private static final String PC2 = "52:54:00:00:00:02";

  private final DhcpLab lab = new DhcpLab();

  @Test
  void floodOfDiscoversFromInventedMachinesKeepsNobodyFromAnAddress() {
    discoversFromStrangers(1000);
    DhcpClientSim honest = lab.client(PC1);
    Ipv4Address offered = honest.expectReply(honest.discover(), MessageType.OFFER).yiaddr();
    // The flood goes on while the client makes up its mind; everything is offered again and again.
    discoversFromStrangers(1000);

    assertThat(honest.expectReply(honest.select(offered), MessageType.ACK).yiaddr())
        .isEqualTo(offered);
    assertThat(lab.index.activeByAddress(offered)).isPresent();
  }

  @Test
  void ofTwoWhoWereOfferedTheSameAddressTheFirstToAskHasIt() {
    DhcpLab small = new DhcpLab("10.77.0.50");
    DhcpClientSim one = small.client(PC1);
    DhcpClientSim two = small.client(PC2);
    Ipv4Address address = one.expectReply(one.discover(), MessageType.OFFER).yiaddr();
    assertThat(two.expectReply(two.discover(), MessageType.OFFER).yiaddr()).isEqualTo(address);

    one.expectReply(one.select(address), MessageType.ACK);
    two.expectReply(two.select(address), MessageType.NAK);

    two.expectSilence(two.discover(), IgnoreReason.POOL_EXHAUSTED);
    assertThat(small.index.activeByAddress(address).orElseThrow().mac()).isEqualTo(one.mac());
  }

  @Test
  void whoWasNotOfferedAnAddressDoesNotTakeItFromOneWhoWas() {
    DhcpLab small = new DhcpLab("10.77.0.50");
    DhcpClientSim honest = small.client(PC1);
    Ipv4Address address = honest.expectReply(honest.discover(), MessageType.OFFER).yiaddr();
    DhcpClientSim other = small.client(PC2);

    other.expectReply(other.select(address), MessageType.NAK);

    honest.expectReply(honest.select(address), MessageType.ACK);
  }

  @Test
  void floodDoesNotTakeAReservedAddress() {
    lab.knows("pc1", PC1, "10.77.0.50");
    discoversFromStrangers(1000);

    assertThat(lab.client(PC1).boot()).isEqualTo(Ipv4Address.parse("10.77.0.50"));
  }

  @Test
  void whenThePoolRunsShortStrangersGetShortLeasesAndTheFullTimeOnceTheyRenew() {
    for (int i = 0; i < 7; i++) {
      lab.client(stranger(i)).boot();
    }
    DhcpClientSim honest = lab.client(PC1);
    lab.client(stranger(8)).boot();
    Ipv4Address address = honest.boot();
    assertThat(end(address)).isEqualTo(lab.clock.instant().plus(SHORT));

    lab.clock.advance(SHORT.dividedBy(2));
    honest.expectReply(honest.renew(address), MessageType.ACK);

    assertThat(end(address)).isEqualTo(lab.clock.instant().plus(DhcpLab.LEASE_TIME));
  }

  @Test
  void inventedMachinesThatTookTheRestOfThePoolLoseItAfterAFewMinutes() {
    for (int i = 0; i < 10; i++) {
      lab.client(stranger(i)).boot();
    }
    DhcpClientSim honest = lab.client(PC1);
    honest.expectSilence(honest.discover(), IgnoreReason.POOL_EXHAUSTED);

    lab.clock.advance(SHORT);

    assertThat(honest.boot()).isNotNull();
  }

  @Test
  void machineOfTheInventoryHasTheFullTimeAndTheLastAddress() {
    lab.knows("pc1", PC1, "");
    lab.powerCut();
    for (int i = 0; i < 9; i++) {
      lab.client(stranger(i)).boot();
    }
    DhcpClientSim invented = lab.client(stranger(9));
    invented.expectSilence(invented.discover(), IgnoreReason.POOL_KEPT_FOR_KNOWN);

    Ipv4Address address = lab.client(PC1).boot();

    assertThat(end(address)).isEqualTo(lab.clock.instant().plus(DhcpLab.LEASE_TIME));
  }

  @Test
  void machineThatWasHereYesterdayFindsAnAddressInAFlood() {
    DhcpClientSim colleague = lab.client(PC1);
    Ipv4Address before = colleague.boot();
    lab.clock.advance(Duration.ofDays(1));
    for (int i = 0; i < 9; i++) {
      lab.client(stranger(i)).boot();
    }
    DhcpClientSim invented = lab.client(stranger(9));
    invented.expectSilence(invented.discover(), IgnoreReason.POOL_KEPT_FOR_KNOWN);

    assertThat(colleague.boot()).isEqualTo(before);
  }

  /** A REQUEST without DISCOVER takes any free address; not those that are kept. */
  @Test
  void requestOutOfTheBlueDoesNotTakeWhatIsKeptForKnownMachines() {
    lab.knows("pc1", PC1, "");
    lab.powerCut();
    for (int i = 0; i < 9; i++) {
      DhcpClientSim invented = lab.client(stranger(i));
      invented.expectReply(invented.select(Ipv4Address.parse("10.77.0.5" + i)), MessageType.ACK);
    }
    DhcpClientSim invented = lab.client(stranger(9));

    invented.expectReply(invented.select(Ipv4Address.parse("10.77.0.59")), MessageType.NAK);
  }

  @Test
  void withoutKnownMachinesStrangersHaveTheWholePool() {
    Set<Ipv4Address> given = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      given.add(lab.client(stranger(i)).boot());
    }

    assertThat(given).hasSize(10);
  }

  @Test
  void whoDeclinesWhateverHeGetsTakesAPartOfThePoolOutOfUseAndNoMore() {
    for (int i = 0; i < 100; i++) {
      DhcpClientSim invented = lab.client(stranger(i));
      Ipv4Address address = invented.boot();
      invented.expectSilence(invented.decline(address), IgnoreReason.DONE_WITHOUT_REPLY);
    }

    Set<Ipv4Address> given = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      given.add(lab.client(stranger(1000 + i)).boot());
    }
    assertThat(given).hasSize(8);
  }

  private Instant end(Ipv4Address address) {
    return lab.index.activeByAddress(address).orElseThrow().end();
  }

  private void discoversFromStrangers(int count) {
    for (int i = 0; i < count; i++) {
      DhcpClientSim stranger = lab.client(stranger(i));
      stranger.expectReply(stranger.discover(), MessageType.OFFER);
    }
  }

  private static String stranger(int number) {
    return new MacAddress(0x0200_0000_0000L + number).toString();
  }
}

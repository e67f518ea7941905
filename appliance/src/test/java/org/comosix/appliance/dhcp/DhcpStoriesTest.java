package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.api.Test;

/** Whole lives of machines against the real server and lease book. */
final class DhcpStoriesTest {

  private static final String PC1 = "52:54:00:00:00:01";
  private static final String PC2 = "52:54:00:00:00:02";
  private static final String PC3 = "52:54:00:00:00:03";
  private static final Duration HALF = DhcpLab.LEASE_TIME.dividedBy(2);

  private final DhcpLab lab = new DhcpLab();

  @Test
  void nodeBootsAndItsLeaseIsDurableAndTold() {
    DhcpClientSim node = lab.client(PC1);

    Ipv4Address address = node.boot();

    assertThat(address).isEqualTo(Ipv4Address.parse("10.77.0.50"));
    Lease lease = lab.index.activeByMac(node.mac()).orElseThrow();
    assertThat(lease.address()).isEqualTo(address);
    assertThat(lease.state()).isEqualTo(LeaseState.BOUND);
    assertThat(lease.end()).isEqualTo(lab.clock.instant().plus(DhcpLab.LEASE_TIME));
    assertThat(lab.disk.durable.get(address)).isEqualTo(lease);
    assertThat(lab.index.activeByAddress(address)).contains(lease);
  }

  @Test
  void offerAloneIsNotWrittenAndNotTold() {
    DhcpClientSim node = lab.client(PC1);

    node.expectReply(node.discover(), MessageType.OFFER);

    assertThat(lab.disk.forces).isZero();
    assertThat(lab.index.all()).isEmpty();
  }

  @Test
  void romIpxeInitramfsAndSystemOfOneMachineShareOneLease() {
    byte[] romUuid = new byte[17];
    Ipv4Address rom = lab.client(PC1).sending(OptionCode.CLIENT_MACHINE_ID, romUuid).boot();
    Ipv4Address ipxe =
        lab.client(PC1)
            .sending(OptionCode.CLIENT_IDENTIFIER, new byte[] {1, 0x52, 0x54, 0, 0, 0, 1})
            .boot();
    Ipv4Address initramfs = lab.client(PC1).boot();
    Ipv4Address networkd =
        lab.client(PC1)
            .sending(OptionCode.CLIENT_IDENTIFIER, new byte[] {(byte) 255, 1, 2, 3, 4, 0, 2, 0, 0})
            .boot();

    assertThat(Set.of(rom)).isEqualTo(Set.copyOf(java.util.List.of(ipxe, initramfs, networkd)));
    assertThat(lab.index.all()).hasSize(1);
  }

  @Test
  void renewalProlongsTheLeaseFromNow() {
    DhcpClientSim node = lab.client(PC1);
    Ipv4Address address = node.boot();
    lab.clock.advance(HALF);

    DhcpMessage ack = node.expectReply(node.renew(address), MessageType.ACK);

    assertThat(ack.yiaddr()).isEqualTo(address);
    assertThat(ack.ciaddr()).isEqualTo(address);
    assertThat(lab.index.activeByAddress(address).orElseThrow().end())
        .isEqualTo(lab.clock.instant().plus(DhcpLab.LEASE_TIME));
  }

  @Test
  void leaseThatIsNotRenewedEndsAndIsToldAsExpired() {
    DhcpClientSim node = lab.client(PC1);
    Ipv4Address address = node.boot();
    lab.clock.advance(DhcpLab.LEASE_TIME);

    lab.book().expire();

    assertThat(lab.index.activeByAddress(address)).isEmpty();
    assertThat(lab.index.all()).extracting(Lease::state).containsExactly(LeaseState.EXPIRED);
  }

  @Test
  void renewedLeaseDoesNotExpireAtItsFirstEnd() {
    DhcpClientSim node = lab.client(PC1);
    Ipv4Address address = node.boot();
    lab.clock.advance(HALF);
    node.renew(address);
    lab.clock.advance(HALF);

    lab.book().expire();

    assertThat(lab.index.activeByAddress(address)).isPresent();
    lab.clock.advance(HALF);
    lab.book().expire();
    assertThat(lab.index.all()).extracting(Lease::state).containsExactly(LeaseState.EXPIRED);
  }

  @Test
  void nodeKeepsItsAddressAcrossAPowerCutOfTheServer() {
    DhcpClientSim node = lab.client(PC2);
    lab.client(PC1).boot();
    Ipv4Address address = node.boot();

    lab.powerCut();

    assertThat(node.expectReply(node.initReboot(address), MessageType.ACK).yiaddr())
        .isEqualTo(address);
    assertThat(lab.client(PC3).boot()).isNotEqualTo(address);
  }

  @Test
  void clientInSelectingIsServedByAServerThatWasRestartedAfterItsOffer() {
    DhcpClientSim node = lab.client(PC1);
    Ipv4Address offered = node.expectReply(node.discover(), MessageType.OFFER).yiaddr();

    lab.powerCut();

    assertThat(node.expectReply(node.select(offered), MessageType.ACK).yiaddr()).isEqualTo(offered);
  }

  @Test
  void twoNodesRaceAndGetTwoAddresses() {
    DhcpClientSim one = lab.client(PC1);
    DhcpClientSim two = lab.client(PC2);
    Ipv4Address toOne = one.expectReply(one.discover(), MessageType.OFFER).yiaddr();
    Ipv4Address toTwo = two.expectReply(two.discover(), MessageType.OFFER).yiaddr();

    assertThat(toTwo).isNotEqualTo(toOne);
    two.expectReply(two.select(toOne), MessageType.NAK);
    assertThat(one.expectReply(one.select(toOne), MessageType.ACK).yiaddr()).isEqualTo(toOne);
  }

  @Test
  void offerThatNobodyTookIsFreeAgainAfterHalfAMinute() {
    DhcpLab small = new DhcpLab("10.77.0.50-10.77.0.51");
    DhcpClientSim gone = small.client(PC1);
    Ipv4Address offered = gone.expectReply(gone.discover(), MessageType.OFFER).yiaddr();
    assertThat(small.client(PC2).boot()).isNotEqualTo(offered);

    small.clock.advance(Duration.ofSeconds(30));

    assertThat(small.client(PC3).boot()).isEqualTo(offered);
  }

  @Test
  void exhaustedPoolIsSilentUntilALeaseEnds() {
    Set<Ipv4Address> given = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      given.add(lab.client("52:54:00:00:01:0" + i).boot());
    }
    assertThat(given).hasSize(10);
    DhcpClientSim late = lab.client(PC1);
    late.expectSilence(late.discover(), IgnoreReason.POOL_EXHAUSTED);

    lab.clock.advance(DhcpLab.LEASE_TIME);

    assertThat(late.boot()).isIn(given);
  }

  @Test
  void returningClientGetsItsOldAddressAndTheLongestFreeGoesFirst() {
    DhcpLab small = new DhcpLab("10.77.0.50-10.77.0.52");
    Ipv4Address first = small.client(PC1).boot();
    small.clock.advance(Duration.ofMinutes(1));
    Ipv4Address second = small.client(PC2).boot();
    small.clock.advance(Duration.ofMinutes(1));
    Ipv4Address third = small.client(PC3).boot();
    small.clock.advance(DhcpLab.LEASE_TIME);

    // All three are free. The one free for longest goes to the stranger; the others are kept.
    assertThat(small.client("52:54:00:00:00:09").boot()).isEqualTo(first);
    assertThat(small.client(PC3).boot()).isEqualTo(third);
    assertThat(small.client(PC1).boot()).isEqualTo(second);
  }

  @Test
  void addressInUseIsDeclinedAndKeptFromEveryoneForAnHour() {
    DhcpLab small = new DhcpLab("10.77.0.50");
    DhcpClientSim node = small.client(PC1);
    Ipv4Address address = node.boot();

    node.expectSilence(node.decline(address), IgnoreReason.DONE_WITHOUT_REPLY);

    node.expectSilence(node.discover(), IgnoreReason.POOL_EXHAUSTED);
    small.powerCut();
    node.expectSilence(node.discover(), IgnoreReason.POOL_EXHAUSTED);
    small.clock.advance(Duration.ofHours(1));
    assertThat(node.boot()).isEqualTo(address);
  }

  @Test
  void strangerCanNeitherReleaseNorDeclineANodesAddress() {
    DhcpClientSim node = lab.client(PC1);
    Ipv4Address address = node.boot();
    DhcpClientSim stranger = lab.client(PC2);

    stranger.expectSilence(stranger.release(address), IgnoreReason.RELEASE_BY_STRANGER);
    stranger.expectSilence(stranger.decline(address), IgnoreReason.DECLINE_BY_STRANGER);

    assertThat(lab.index.activeByAddress(address)).isPresent();
    assertThat(node.expectReply(node.renew(address), MessageType.ACK).yiaddr()).isEqualTo(address);
  }

  @Test
  void releasedAddressIsKeptForItsClientAsLongAsThereAreOthers() {
    DhcpClientSim node = lab.client(PC1);
    Ipv4Address address = node.boot();

    node.expectSilence(node.release(address), IgnoreReason.DONE_WITHOUT_REPLY);

    assertThat(lab.index.activeByAddress(address)).isEmpty();
    assertThat(lab.client(PC2).boot()).isNotEqualTo(address);
    assertThat(node.boot()).isEqualTo(address);
  }

  @Test
  void reservedAddressIsTheNodesOwnAndNobodyElses() {
    DhcpLab small = new DhcpLab("10.77.0.50-10.77.0.51");
    small.knows("pc1", PC1, "10.77.0.50");

    assertThat(small.client(PC2).boot()).isEqualTo(Ipv4Address.parse("10.77.0.51"));
    DhcpClientSim third = small.client(PC3);
    third.expectSilence(
        third.discoverAskingFor(Ipv4Address.parse("10.77.0.50")), IgnoreReason.POOL_EXHAUSTED);
    assertThat(small.client(PC1).boot()).isEqualTo(Ipv4Address.parse("10.77.0.50"));
  }

  @Test
  void runningNodeKeepsItsAddressWhenItGetsAReservationAndMovesAtItsNextBoot() {
    DhcpClientSim node = lab.client(PC1);
    Ipv4Address old = node.boot();
    lab.knows("pc1", PC1, "10.77.0.20");

    assertThat(node.expectReply(node.renew(old), MessageType.ACK).yiaddr()).isEqualTo(old);

    node.expectReply(node.initReboot(old), MessageType.NAK);
    assertThat(node.boot()).isEqualTo(Ipv4Address.parse("10.77.0.20"));
    assertThat(lab.index.activeByAddress(old)).isEmpty();
  }

  @Test
  void noTwoMachinesShareAName() {
    DhcpClientSim one = lab.client(PC1).calling("om_Lab-PC");
    DhcpClientSim two = lab.client(PC2).calling("lab-pc.school.example");

    Ipv4Address first = one.boot();
    Ipv4Address second = two.boot();

    assertThat(name(first)).contains(new NodeName("lab-pc"));
    assertThat(name(second)).contains(new NodeName("lab-pc-2"));
    two.renew(second);
    one.renew(first);
    assertThat(name(first)).contains(new NodeName("lab-pc"));
    assertThat(name(second)).contains(new NodeName("lab-pc-2"));
  }

  @Test
  void nameOfAMachineThatIsGoneCanBeTakenAndThenItIsTheNewOnes() {
    DhcpClientSim old = lab.client(PC1).calling("desk");
    old.boot();
    lab.clock.advance(DhcpLab.LEASE_TIME);
    Ipv4Address replacement = lab.client(PC2).calling("desk").boot();
    assertThat(name(replacement)).contains(new NodeName("desk"));

    assertThat(name(old.boot())).contains(new NodeName("desk-2"));
    assertThat(name(lab.client(PC3).calling("desk").boot())).contains(new NodeName("desk-3"));
  }

  @Test
  void machineThatNamesNothingIsCalledAfterItsHardwareAddress() {
    DhcpClientSim node = lab.client(PC1);
    DhcpMessage offer = node.expectReply(node.discover(), MessageType.OFFER);

    assertThat(offer.options().text(OptionCode.HOST_NAME)).contains("node-525400000001");
    assertThat(name(node.boot())).contains(new NodeName("node-525400000001"));
  }

  @Test
  void knownNodeHasItsNameWhateverItSaysAndAnUnknownOneThatUsedItIsRenamed() {
    Ipv4Address squatter = lab.client(PC2).calling("pc1").ofVendor("PXEClient").boot();
    assertThat(name(squatter)).contains(new NodeName("pc1"));
    lab.knows("pc1", PC1, "");

    Ipv4Address node = lab.client(PC1).calling("localhost").boot();

    assertThat(name(node)).contains(new NodeName("pc1"));
    assertThat(name(squatter)).contains(new NodeName("pc1-2"));
  }

  @Test
  void initramfsThatSendsNoNameKeepsTheOneTheSystemGave() {
    lab.client(PC1).calling("desk").boot();

    assertThat(name(lab.client(PC1).boot())).contains(new NodeName("desk"));
  }

  @Test
  void clientThatMovesBehindTheRelayGetsAnAddressThereAndKeepsTheOtherUntilItEnds() {
    Ipv4Address here = lab.client(PC1).boot();
    DhcpClientSim there = lab.client(PC1).behindRelay();

    there.expectReply(there.initReboot(here), MessageType.NAK);

    assertThat(there.boot()).isEqualTo(Ipv4Address.parse("10.88.0.50"));
    assertThat(lab.index.activeByAddress(here)).isPresent();
  }

  @Test
  void clientBehindARelayRenewsDirectlyAndIsAnsweredDirectly() {
    Ipv4Address address = lab.client(PC1).behindRelay().boot();
    DhcpClientSim direct = lab.client(PC1);

    DhcpOutcome outcome = direct.renew(address);

    assertThat(direct.expectReply(outcome, MessageType.ACK).yiaddr()).isEqualTo(address);
    assertThat(((DhcpOutcome.Reply) outcome).route())
        .isEqualTo(new ReplyRoute(ReplyRoute.Kind.CLIENT, address));
  }

  @Test
  void fullDiskMeansNoAckAndNoOfferAndABookAsBefore() {
    DhcpClientSim node = lab.client(PC1);
    Ipv4Address offered = node.expectReply(node.discover(), MessageType.OFFER).yiaddr();
    lab.disk.full = true;

    node.expectSilence(node.select(offered), IgnoreReason.NOT_DURABLE);
    node.expectSilence(node.discover(), IgnoreReason.NOT_DURABLE);

    assertThat(lab.index.all()).isEmpty();
    assertThat(lab.book().problem()).get(STRING).contains("no space left on device");
    lab.disk.full = false;
    assertThat(node.expectReply(node.select(offered), MessageType.ACK).yiaddr()).isEqualTo(offered);
    assertThat(lab.book().problem()).isEmpty();
  }

  @Test
  void fullDiskLeavesRunningNodesWhatIsLeftOfTheirLeaseHoweverTheyAsk() {
    DhcpClientSim node = lab.client(PC1).calling("desk");
    Ipv4Address address = node.boot();
    Lease before = lab.index.activeByAddress(address).orElseThrow();
    lab.clock.advance(HALF);
    lab.disk.full = true;

    for (Supplier<DhcpOutcome> request :
        List.<Supplier<DhcpOutcome>>of(
            () -> node.renew(address),
            () -> node.rebind(address),
            () -> node.initReboot(address),
            () -> node.select(address))) {
      DhcpMessage ack = node.expectReply(request.get(), MessageType.ACK);
      assertThat(ack.yiaddr()).isEqualTo(address);
      assertThat(leaseTime(ack)).isEqualTo(HALF);
      assertThat(ack.options().text(OptionCode.HOST_NAME)).contains("desk");
    }
    DhcpMessage offer = node.expectReply(node.discover(), MessageType.OFFER);
    assertThat(offer.yiaddr()).isEqualTo(address);
    assertThat(leaseTime(offer)).isEqualTo(HALF);
    node.expectReply(node.inform(address), MessageType.ACK);
    assertThat(lab.disk.durable.values()).containsExactly(before);

    lab.clock.advance(HALF.minusSeconds(59));
    node.expectSilence(node.renew(address), IgnoreReason.NOT_DURABLE);
    lab.disk.full = false;
    assertThat(leaseTime(node.expectReply(node.renew(address), MessageType.ACK)))
        .isEqualTo(DhcpLab.LEASE_TIME);
  }

  /** Nobody is told that it is not so: a release that was lost only ends later. */
  @Test
  void fullDiskKeepsALeaseThatIsReleasedUntilItsEnd() {
    DhcpClientSim node = lab.client(PC1);
    Ipv4Address address = node.boot();
    lab.disk.full = true;

    node.expectSilence(node.release(address), IgnoreReason.NOT_DURABLE);
    node.expectSilence(node.release(address), IgnoreReason.NOT_DURABLE);

    assertThat(lab.index.activeByAddress(address)).isPresent();
    lab.disk.full = false;
    node.expectSilence(node.release(address), IgnoreReason.DONE_WITHOUT_REPLY);
    assertThat(lab.index.activeByAddress(address)).isEmpty();
  }

  private static Duration leaseTime(DhcpMessage reply) {
    byte[] seconds = reply.options().bytes(OptionCode.LEASE_TIME).orElseThrow();
    return Duration.ofSeconds(ByteBuffer.wrap(seconds).getInt());
  }

  @Test
  void renewalThatCouldNotBeWrittenLeavesTheOldEnd() {
    DhcpClientSim node = lab.client(PC1).calling("desk");
    Ipv4Address address = node.boot();
    Lease before = lab.index.activeByAddress(address).orElseThrow();
    lab.clock.advance(HALF);
    lab.disk.full = true;
    node.expectReply(node.renew(address), MessageType.ACK);

    lab.clock.advance(HALF);
    lab.book().expire();

    assertThat(lab.index.all()).extracting(Lease::end).containsExactly(before.end());
    assertThat(lab.index.activeByAddress(address)).isEmpty();
    lab.disk.full = false;
    assertThat(name(lab.client(PC2).calling("desk").boot())).contains(new NodeName("desk"));
  }

  @Test
  void firmwareIsToldWhatToLoadInEveryPlaceWhereItLooks() {
    lab.boots("undionly.kpxe");
    DhcpClientSim rom =
        lab.client(PC1)
            .sending(OptionCode.VENDOR_CLASS, ascii("PXEClient:Arch:00000:UNDI:002001"))
            .sending(OptionCode.CLIENT_SYSTEM, new byte[] {0, 0});

    DhcpMessage offer = rom.expectReply(rom.discover(), MessageType.OFFER);

    assertThat(offer.siaddr()).isEqualTo(DhcpLab.SERVER);
    assertThat(offer.sname()).isEqualTo("10.77.0.1");
    assertThat(offer.file()).isEqualTo("undionly.kpxe");
    assertThat(offer.options().text(66)).contains("10.77.0.1");
    assertThat(offer.options().text(67)).contains("undionly.kpxe");
    assertThat(offer.options().address(150)).contains(DhcpLab.SERVER);
    assertThat(offer.options().text(60)).contains("PXEClient");
    assertThat(offer.options().bytes(43)).contains(new byte[] {6, 1, 8, (byte) 255});
    assertThat(offer.options().has(17)).isFalse();
  }

  @Test
  void httpFirmwareSeesItsOwnVendorClass() {
    lab.boots("http://10.77.0.1/shim.efi");
    DhcpClientSim rom =
        lab.client(PC1)
            .sending(OptionCode.VENDOR_CLASS, ascii("HTTPClient:Arch:00016:UNDI:003001"));

    DhcpMessage offer = rom.expectReply(rom.discover(), MessageType.OFFER);

    assertThat(offer.options().text(60)).contains("HTTPClient");
    assertThat(offer.options().text(67)).contains("http://10.77.0.1/shim.efi");
    assertThat(offer.options().has(43)).isFalse();
  }

  @Test
  void ipxeIsToldNotToWaitForAProxyAndGetsNoRootPath() {
    lab.boots("http://10.77.0.1/boot.ipxe");
    DhcpClientSim ipxe = lab.client(PC1).sending(OptionCode.USER_CLASS, ascii("iPXE"));

    DhcpMessage offer = ipxe.expectReply(ipxe.discover(), MessageType.OFFER);

    assertThat(offer.options().bytes(175)).contains(new byte[] {(byte) 176, 1, 1});
    assertThat(offer.options().has(17)).isFalse();
    assertThat(offer.file()).isEqualTo("http://10.77.0.1/boot.ipxe");
  }

  @Test
  void initramfsIsToldItsRootAndNothingToLoad() {
    lab.boots("undionly.kpxe");
    DhcpClientSim klibc = lab.client(PC1).sending(OptionCode.VENDOR_CLASS, ascii("Linux ipconfig"));

    DhcpMessage offer = klibc.expectReply(klibc.discover(), MessageType.OFFER);

    assertThat(offer.options().text(17)).contains("10.77.0.1:/comosix/d/1");
    assertThat(offer.siaddr()).isEqualTo(DhcpLab.SERVER);
    assertThat(offer.file()).isEmpty();
    assertThat(offer.options().has(67)).isFalse();
  }

  @Test
  void operatingSystemIsToldNothingAboutBooting() {
    lab.boots("undionly.kpxe");
    DhcpClientSim pc = lab.client(PC1).sending(OptionCode.VENDOR_CLASS, ascii("MSFT 5.0"));

    DhcpMessage offer = pc.expectReply(pc.discover(), MessageType.OFFER);

    assertThat(offer.siaddr()).isEqualTo(Ipv4Address.ANY);
    assertThat(offer.file()).isEmpty();
    for (int code : new int[] {17, 43, 60, 66, 67, 150, 175}) {
      assertThat(offer.options().has(code)).as("option %d", code).isFalse();
    }
  }

  private Optional<NodeName> name(Ipv4Address address) {
    return lab.index.activeByAddress(address).flatMap(Lease::name);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

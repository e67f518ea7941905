package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.conflict.OfferProbes;
import org.comosix.appliance.dhcp.conflict.OfferProbes.Finished;
import org.comosix.appliance.dhcp.conflict.ProbeLimits;
import org.comosix.appliance.dhcp.conflict.Prober;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * RFC 2131, section 4.3.1: "the server SHOULD check that the address is not in use", on a network
 * that the story makes up.
 */
final class ConflictStoriesTest {

  private static final String PC1 = "52:54:00:00:00:01";
  private static final String PC2 = "52:54:00:00:00:02";
  private static final String PC3 = "52:54:00:00:00:03";
  private static final MacAddress SQUATTER = MacAddress.parse("52:54:00:99:99:99");
  private static final Duration WAIT = Duration.ofMillis(300);
  private static final Ipv4Address FAR = Ipv4Address.parse("10.88.0.50");
  private static final Ipv4Address FIRST = Ipv4Address.parse("10.77.0.50");

  private final DhcpLab lab = new DhcpLab();
  private final DhcpCounters counters = new DhcpCounters();
  private final Network network = new Network();
  private OfferProbes probes = probes(new ProbeLimits(WAIT, minutes(10), days(1), 0, 0, 20));

  @BeforeEach
  void guard() {
    lab.guard = (query, claim, address) -> probes.admits(query, claim, address);
  }

  @Test
  void offerLeavesWhenNobodyAnsweredInTime() {
    DhcpClientSim pc1 = lab.client(PC1);
    pc1.expectSilence(pc1.discover(), IgnoreReason.WAITS_FOR_PROBE);
    assertThat(network.asked).containsExactly(FIRST);

    lab.clock.advance(WAIT.minusMillis(1));
    assertThat(probes.finish().again()).isEmpty();
    lab.clock.advance(Duration.ofMillis(1));

    assertThat(offered(pc1, only(afterwards()))).isEqualTo(FIRST);
    assertThat(pc1.expectReply(pc1.select(FIRST), MessageType.ACK).yiaddr()).isEqualTo(FIRST);
  }

  @Test
  void addressInUseIsQuarantinedOnDiskAndTheClientGetsAnother() {
    network.users.put(FIRST, Optional.of(SQUATTER));
    DhcpClientSim pc1 = lab.client(PC1);
    pc1.expectSilence(pc1.discover(), IgnoreReason.WAITS_FOR_PROBE);
    lab.clock.advance(WAIT);

    Finished finished = probes.finish();
    pc1.expectSilence(only(lab.sendAgain(finished.again())), IgnoreReason.WAITS_FOR_PROBE);

    assertThat(finished.conflicts())
        .containsExactly(new OfferProbes.Conflict(FIRST, new Prober.User(Optional.of(SQUATTER))));
    Lease durable = lab.disk.durable.get(FIRST);
    assertThat(durable).extracting(Lease::state).isEqualTo(LeaseState.DECLINED);
    assertThat(durable).extracting(Lease::mac).isEqualTo(SQUATTER);
    assertThat(lab.index.all()).contains(durable);
    lab.clock.advance(WAIT);
    assertThat(offered(pc1, only(afterwards()))).isEqualTo(FIRST.plus(1));
    assertThat(counters.of(DhcpFact.ADDRESS_IN_USE)).isEqualTo(1);
  }

  @Test
  void quarantineSurvivesAPowerCutAndEndsAfterAnHour() {
    network.users.put(FIRST, Optional.of(SQUATTER));
    lab.client(PC1).discover();
    lab.clock.advance(WAIT);
    lab.sendAgain(probes.finish().again());
    lab.powerCut();
    lab.guard = OfferGuard.ADMITS_ALL;

    assertThat(lab.client(PC1).boot()).isEqualTo(FIRST.plus(1));
    lab.clock.advance(Duration.ofHours(1));
    DhcpClientSim pc2 = lab.client(PC2);
    assertThat(pc2.expectReply(pc2.discoverAskingFor(FIRST), MessageType.OFFER).yiaddr())
        .isEqualTo(FIRST);
  }

  @Test
  void twoClientsWaitBesideEachOther() {
    network.users.put(FIRST, Optional.of(SQUATTER));
    DhcpClientSim pc1 = lab.client(PC1);
    DhcpClientSim pc2 = lab.client(PC2);
    pc1.expectSilence(pc1.discover(), IgnoreReason.WAITS_FOR_PROBE);
    lab.clock.advance(Duration.ofMillis(100));
    pc2.expectSilence(pc2.discover(), IgnoreReason.WAITS_FOR_PROBE);

    lab.clock.advance(Duration.ofMillis(200));
    pc1.expectSilence(only(afterwards()), IgnoreReason.WAITS_FOR_PROBE);
    lab.clock.advance(Duration.ofMillis(100));

    assertThat(offered(pc2, only(afterwards()))).isEqualTo(FIRST.plus(1));
  }

  @Test
  void repeatedDiscoverJoinsTheProbeAndIsAnsweredOnce() {
    DhcpClientSim pc1 = lab.client(PC1);
    pc1.expectSilence(pc1.discover(), IgnoreReason.WAITS_FOR_PROBE);
    lab.clock.advance(Duration.ofMillis(200));
    pc1.expectSilence(pc1.discover(), IgnoreReason.WAITS_FOR_PROBE);
    lab.clock.advance(Duration.ofMillis(100));

    assertThat(offered(pc1, only(afterwards()))).isEqualTo(FIRST);
    assertThat(network.asked).hasSize(1);
    lab.clock.advance(WAIT);
    assertThat(probes.finish().again()).isEmpty();
  }

  @Test
  void returningClientNeverWaits() {
    DhcpClientSim pc1 = lab.client(PC1);
    Ipv4Address address = bootAfterAProbe(pc1);
    network.asked.clear();

    lab.clock.advance(days(1));
    assertThat(pc1.boot()).isEqualTo(address);

    lab.clock.advance(days(1).plus(DhcpLab.LEASE_TIME));
    pc1.expectSilence(pc1.discover(), IgnoreReason.WAITS_FOR_PROBE);
    assertThat(network.asked).containsExactly(address);
  }

  /** A machine that boots with the address it was given by hand answers the probe itself. */
  @Test
  void clientThatUsesItsAddressAlreadyIsNoConflict() {
    network.users.put(FIRST, Optional.of(MacAddress.parse(PC1)));
    DhcpClientSim pc1 = lab.client(PC1);

    assertThat(bootAfterAProbe(pc1)).isEqualTo(FIRST);
    assertThat(lab.disk.durable.get(FIRST)).extracting(Lease::state).isEqualTo(LeaseState.BOUND);
  }

  @Test
  void userBehindARouterIsAConflictWithoutHardwareAddress() {
    network.users.put(FAR, Optional.empty());
    DhcpClientSim pc1 = lab.client(PC1).behindRelay();
    pc1.discover();
    lab.clock.advance(WAIT);
    pc1.expectSilence(only(afterwards()), IgnoreReason.WAITS_FOR_PROBE);
    lab.clock.advance(WAIT);

    assertThat(offered(pc1, only(afterwards()))).isEqualTo(FAR.plus(1));
    assertThat(lab.disk.durable.get(FAR)).extracting(Lease::state).isEqualTo(LeaseState.DECLINED);
  }

  @Test
  void newClientOfAnIdleServerGetsAnAddressProbedAhead() {
    probes = probes(new ProbeLimits(WAIT, minutes(10), days(1), 3, 2, 0));
    network.users.put(FIRST, Optional.of(SQUATTER));
    secondGoesBy();
    assertThat(network.asked).containsExactly(FIRST, FIRST.plus(1));
    secondGoesBy();
    assertThat(lab.disk.durable.get(FIRST)).extracting(Lease::state).isEqualTo(LeaseState.DECLINED);

    DhcpClientSim pc1 = lab.client(PC1);
    assertThat(pc1.boot()).isEqualTo(FIRST.plus(1));
    assertThat(counters.of(DhcpFact.OFFER_UNPROBED)).isZero();
    assertThat(counters.of(DhcpFact.OFFER_WAITED)).isZero();
  }

  /** A router with proxy ARP for the whole network must not take it out of service. */
  @Test
  void machineThatAnswersForEveryAddressIsNotBelievedForLong() {
    DhcpLab large = new DhcpLab("10.77.0.50-10.77.0.99");
    for (int i = 0; i < 50; i++) {
      network.users.put(FIRST.plus(i), Optional.of(SQUATTER));
    }
    probes =
        new OfferProbes(
            new ProbeLimits(WAIT, minutes(10), days(1), 50, 50, 0),
            network,
            large.book(),
            counters,
            large.clock);
    large.guard = (query, claim, address) -> probes.admits(query, claim, address);
    probes.lookAhead();
    large.clock.advance(WAIT);
    large.sendAgain(probes.finish().again());

    DhcpClientSim pc1 = large.client(PC1);
    assertThat(pc1.boot()).isEqualTo(FIRST.plus(16));
    assertThat(counters.of(DhcpFact.ADDRESS_IN_USE)).isEqualTo(16);
    assertThat(counters.of(DhcpFact.ANSWER_NOT_BELIEVED)).isEqualTo(34);
  }

  @Test
  void clientJoinsAProbeThatWasBegunAhead() {
    probes = probes(new ProbeLimits(WAIT, minutes(10), days(1), 1, 1, 1));
    probes.lookAhead();
    lab.clock.advance(Duration.ofMillis(200));

    DhcpClientSim pc1 = lab.client(PC1);
    pc1.expectSilence(pc1.discover(), IgnoreReason.WAITS_FOR_PROBE);
    assertThat(probes.millisecondsToNext(1000)).isLessThanOrEqualTo(101);
    lab.clock.advance(Duration.ofMillis(100));

    assertThat(offered(pc1, only(afterwards()))).isEqualTo(FIRST);
  }

  @Test
  void probeAheadIsBelievedForAWhileAndThenRepeated() {
    probes = probes(new ProbeLimits(WAIT, minutes(10), days(1), 1, 5, 0));
    secondGoesBy();
    secondGoesBy();
    assertThat(network.asked).containsExactly(FIRST, FAR);
    lab.clock.advance(minutes(10));
    network.asked.clear();

    secondGoesBy();

    assertThat(network.asked).containsExactlyInAnyOrder(FIRST, FAR);
  }

  @Test
  void moreNewClientsThanCanWaitAreOfferedUnprobedAndCounted() {
    probes = probes(new ProbeLimits(WAIT, minutes(10), days(1), 0, 0, 2));
    DhcpClientSim pc3 = lab.client(PC3);
    lab.client(PC1).discover();
    lab.client(PC2).discover();

    assertThat(offered(pc3, pc3.discover())).isEqualTo(FIRST.plus(2));

    assertThat(counters.of(DhcpFact.OFFER_WAITED)).isEqualTo(2);
    assertThat(counters.of(DhcpFact.OFFER_UNPROBED)).isEqualTo(1);
    lab.clock.advance(Duration.ofSeconds(1));
    probes.lookAhead();
    DhcpClientSim later = lab.client("52:54:00:00:00:04");
    later.expectSilence(later.discover(), IgnoreReason.WAITS_FOR_PROBE);
  }

  @Test
  void whereNobodyCanBeAskedTheOfferLeavesAtOnceAndIsCounted() {
    network.deaf = true;
    DhcpClientSim pc1 = lab.client(PC1);

    assertThat(offered(pc1, pc1.discover())).isEqualTo(FIRST);

    assertThat(counters.of(DhcpFact.OFFER_UNPROBED)).isEqualTo(1);
    assertThat(counters.of(DhcpFact.PROBE)).isZero();
  }

  @Test
  void clockThatIsSetBackHoldsUpNobody() {
    DhcpClientSim pc1 = lab.client(PC1);
    pc1.discover();
    lab.clock.advance(Duration.ofHours(2).negated());

    assertThat(offered(pc1, only(afterwards()))).isEqualTo(FIRST);
  }

  @Test
  void fullDiskLeavesTheAddressOutOfQuarantineAndAnswersNobody() {
    network.users.put(FIRST, Optional.of(SQUATTER));
    DhcpClientSim pc1 = lab.client(PC1);
    pc1.discover();
    lab.clock.advance(WAIT);
    Finished finished = probes.finish();
    assertThat(finished.conflicts()).hasSize(1);
    lab.book().rollback();

    // Not believed to be free for that: the next client waits for a probe again.
    DhcpClientSim pc2 = lab.client(PC2);
    lab.book().withdrawOffer(ClientId.of(pc1.mac()));
    pc2.expectSilence(pc2.discoverAskingFor(FIRST), IgnoreReason.WAITS_FOR_PROBE);
    assertThat(lab.disk.durable).isEmpty();
  }

  private OfferProbes probes(ProbeLimits limits) {
    return new OfferProbes(limits, network, lab.book(), counters, lab.clock);
  }

  /** As the endpoint does it in each turn. */
  private List<DhcpOutcome> afterwards() {
    return lab.sendAgain(probes.finish().again());
  }

  private void secondGoesBy() {
    afterwards();
    probes.lookAhead();
    lab.clock.advance(Duration.ofSeconds(1));
    afterwards();
  }

  private Ipv4Address bootAfterAProbe(DhcpClientSim client) {
    client.expectSilence(client.discover(), IgnoreReason.WAITS_FOR_PROBE);
    lab.clock.advance(WAIT);
    Ipv4Address address = offered(client, only(afterwards()));
    return client.expectReply(client.select(address), MessageType.ACK).yiaddr();
  }

  private static Ipv4Address offered(DhcpClientSim client, DhcpOutcome outcome) {
    DhcpMessage offer = client.expectReply(outcome, MessageType.OFFER);
    return offer.yiaddr();
  }

  private static DhcpOutcome only(List<DhcpOutcome> outcomes) {
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  /** Who answers on it, with which card; behind a router without. */
  private static final class Network implements Prober {

    final Map<Ipv4Address, Optional<MacAddress>> users = new LinkedHashMap<>();
    final List<Ipv4Address> asked = new ArrayList<>();
    boolean deaf;

    @Override
    public boolean ask(Question question) {
      if (!deaf) {
        asked.add(question.address());
      }
      return !deaf;
    }

    @Override
    public Optional<User> answer(Ipv4Address address) {
      return Optional.ofNullable(users.get(address)).map(User::new);
    }
  }
}

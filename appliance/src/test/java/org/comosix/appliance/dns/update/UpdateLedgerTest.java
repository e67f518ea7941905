package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NameConflicts;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.junit.jupiter.api.Test;

final class UpdateLedgerTest {

  private static final DomainName PC1 = DomainName.parse("om_pc1.lab.example");
  private static final DomainName PC2 = DomainName.parse("om_pc2.lab.example");
  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");
  private static final SiteRecord ONE = record("10.77.0.1");
  private static final SiteRecord TWO = record("10.77.0.2");
  private static final UpdateProblem REFUSED = new UpdateProblem("REFUSED", "permit it", false);
  private static final UpdateProblem DOWN = UpdateProblem.unreachable("no answer");

  private long now;
  private UpdateLedger ledger = ledger();

  private UpdateLedger ledger() {
    return new UpdateLedger(
        new UpdateTarget(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 53),
            List.of(DomainName.parse("lab.example")),
            new TsigKey("k", TsigAlgorithm.HMAC_SHA256, new byte[32]),
            NameConflicts.CHECK,
            Optional.empty()),
        () -> now,
        new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1)),
        new Backoff(Duration.ofMinutes(2), Duration.ofHours(1), new Random(1)));
  }

  private static SiteRecord record(String address) {
    return new SiteRecord.Address(Ipv4Address.parse(address), MAC);
  }

  private void written() {
    ledger.written(ledger.unwritten());
  }

  private void wish(DomainName name, SiteRecord record) {
    ledger.wish(name, Optional.of(record));
    written();
  }

  private void wishAway(DomainName name) {
    ledger.wish(name, Optional.empty());
    written();
  }

  private void done(UpdateLedger.Work work) {
    ledger.done(work);
    followed();
  }

  private void followed() {
    ledger.decided();
    ledger.followed();
  }

  private UpdateLedger.Work take() throws InterruptedException {
    assertThat(ledger.waiting()).isPositive();
    return ledger.take().orElseThrow();
  }

  @Test
  void nothingIsSentBeforeItIsOnDisk() throws InterruptedException {
    ledger.wish(PC1, Optional.of(ONE));
    assertThat(ledger.unwritten().lines())
        .containsExactly("om_pc1.lab.example. ? A/10.77.0.1/52:54:00:00:00:01");
    wish(PC2, TWO);

    assertThat(take().slot().owner).isEqualTo(PC1);
  }

  @Test
  void aNewerWishTakesThePlaceOfOneThatWasNotSent() throws InterruptedException {
    wish(PC1, ONE);
    wish(PC1, TWO);

    assertThat(take().wanted()).contains(TWO);
    assertThat(ledger.waiting()).isEqualTo(1);
  }

  @Test
  void wishesThatWereNeverSentLeaveNoTrace() throws InterruptedException {
    wish(PC1, ONE);
    done(take());
    for (int i = 10; i < 100; i++) {
      wish(PC1, record("10.77.0." + i));
    }
    wish(PC1, TWO);

    assertThat(take().traces()).containsExactly(ONE, TWO);
  }

  @Test
  void aNameIsNotWorkedOnTwiceAtATime() throws InterruptedException {
    wish(PC1, ONE);
    UpdateLedger.Work first = take();
    wish(PC1, TWO);
    wish(PC2, ONE);

    assertThat(take().slot().owner).isEqualTo(PC2);
    done(first);
    assertThat(take().wanted()).contains(TWO);
  }

  @Test
  void whatIsDoneIsForgottenWhenNothingIsLeftOfIt() throws InterruptedException {
    wish(PC1, ONE);
    done(take());
    wishAway(PC1);
    UpdateLedger.Work removal = take();
    assertThat(removal.traces()).containsExactly(ONE);
    done(removal);

    assertThat(ledger.unwritten().lines()).endsWith("om_pc1.lab.example. =");
    assertThat(ledger.size()).isZero();
  }

  @Test
  void backAndForthWhileItIsOnItsWayEndsWithTheLastWish() throws InterruptedException {
    wish(PC1, ONE);
    done(take());
    wish(PC1, TWO);
    UpdateLedger.Work second = take();
    wish(PC1, ONE);
    done(second);

    UpdateLedger.Work third = take();
    assertThat(third.wanted()).contains(ONE);
    assertThat(third.traces()).containsExactlyInAnyOrder(ONE, TWO);
    done(third);
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void afterACrashWhatMayHaveBeenSentIsTakenBack() throws InterruptedException {
    ledger.load(SlotLine.parse("om_pc1.lab.example. ? A/10.77.0.1/52:54:00:00:00:01"));
    ledger.load(SlotLine.parse("om_pc2.lab.example. = A/10.77.0.2/52:54:00:00:00:01"));
    wishAway(PC1);
    wish(PC2, TWO);

    UpdateLedger.Work work = take();
    assertThat(work.slot().owner).isEqualTo(PC1);
    assertThat(work.traces()).containsExactly(ONE);
    assertThat(ledger.waiting()).as("the other is as it should be").isEqualTo(1);
  }

  @Test
  void whatIsConfirmedIsNotSentAgainAfterARestart() {
    ledger.load(SlotLine.parse("om_pc1.lab.example. = A/10.77.0.1/52:54:00:00:00:01"));
    wish(PC1, ONE);

    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void aRefusedNameWaitsWhileOthersAreSent() throws InterruptedException {
    wish(PC1, ONE);
    wish(PC2, TWO);
    ledger.failed(take(), REFUSED);
    followed();

    UpdateLedger.Work other = take();
    assertThat(other.slot().owner).isEqualTo(PC2);
    done(other);
    assertThat(ledger.waiting()).isZero();
    assertThat(ledger.problem())
        .contains("127.0.0.1:53: REFUSED for om_pc1.lab.example.: permit it");
    now += Duration.ofMinutes(3).toNanos();
    done(ledger.take().orElseThrow());
    assertThat(ledger.problem()).isEmpty();
  }

  @Test
  void whileTheServerIsDownOneAtATimeAsks() throws InterruptedException {
    wish(PC1, ONE);
    wish(PC2, TWO);
    UpdateLedger.Work one = take();
    UpdateLedger.Work two = take();
    ledger.failed(one, DOWN);
    ledger.failed(two, DOWN);
    assertThat(ledger.problem().orElseThrow()).contains("unreachable, 2 names wait");

    now += Duration.ofSeconds(1).toNanos();
    UpdateLedger.Work again = take();
    done(again);
    assertThat(ledger.problem()).isEmpty();
    done(take());
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void theWaitDoublesUpToItsBound() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1));

    assertThat(backoff.after(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(backoff.after(3)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(backoff.after(1000)).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5));
  }

  @Test
  void namesOutsideTheZonesAreNotOurBusiness() {
    wish(DomainName.parse("om_pc1.other.example"), ONE);

    assertThat(ledger.size()).isZero();
  }

  @Test
  void whatDriftedIsSentAgainCarefullyUntilSomethingElseIsWanted() throws InterruptedException {
    wish(PC1, ONE);
    assertThat(ledger.comparable()).as("it is under way").isEmpty();
    done(take());
    assertThat(ledger.comparable()).containsExactly(PC1);

    assertThat(ledger.resend(PC1, ONE)).isTrue();
    assertThat(ledger.resend(PC1, ONE)).as("it is under way already").isFalse();
    UpdateLedger.Work repair = take();
    assertThat(repair.careful()).isTrue();
    done(repair);
    assertThat(ledger.standing(PC1)).isEqualTo(Standing.HELD);
    assertThat(ledger.resend(PC1, TWO)).as("no longer wanted").isFalse();
    wish(PC1, TWO);
    assertThat(take().careful()).isFalse();
  }

  @Test
  void aForeignNameIsTriedAgainAndAtTheLatestByTheAudit() throws InterruptedException {
    wish(PC1, ONE);
    ledger.foreign(take());
    assertThat(ledger.decided()).containsExactly(MAC);
    ledger.followed();
    assertThat(ledger.standing(PC1)).isEqualTo(Standing.FOREIGN);
    assertThat(ledger.waiting()).isZero();

    assertThat(ledger.resend(PC1, ONE)).isTrue();
    ledger.foreign(take());
    followed();
    now += Duration.ofMinutes(5).toNanos();
    done(ledger.take().orElseThrow());
    assertThat(ledger.standing(PC1)).isEqualTo(Standing.HELD);
    assertThat(ledger.waiting()).as("the retry of before the audit is none any more").isZero();
  }

  @Test
  void aForeignNameStaysForeignWhileItsMachineMoves() throws InterruptedException {
    wish(PC1, ONE);
    ledger.foreign(take());
    wish(PC1, TWO);
    assertThat(ledger.standing(PC1)).isEqualTo(Standing.FOREIGN);

    wishAway(PC1);
    done(take());
    assertThat(ledger.foreignNames()).isZero();
  }
}

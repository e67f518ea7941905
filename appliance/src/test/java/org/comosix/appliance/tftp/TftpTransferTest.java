package org.comosix.appliance.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.comosix.appliance.tftp.TransferStep.End;
import org.comosix.appliance.tftp.TransferStep.Ignore;
import org.comosix.appliance.tftp.TransferStep.SendBlocks;
import org.comosix.appliance.tftp.TransferStep.SendOptions;
import org.comosix.appliance.tftp.TransferStep.Wait;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state machine, fed by hand. */
final class TftpTransferTest {

  private static final Instant START = Instant.EPOCH;
  private Instant now = START;

  private TftpTransfer transfer(long size, String... options) {
    return new TftpTransfer(size, options(size, options), TftpLimits.DEFAULT, now);
  }

  private static TftpOptions options(long size, String... options) {
    Map<String, String> asked = new LinkedHashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      asked.put(options[i], options[i + 1]);
    }
    return TftpOptions.negotiate(asked, size, TftpLimits.DEFAULT);
  }

  private static SendBlocks blocks(long first, int count) {
    return new SendBlocks(first, count);
  }

  private static Ignore ignored(TftpEvent why) {
    return new Ignore(why);
  }

  @Nested
  final class Rfc1350 {

    @Test
    void dataPacketsAreSentOneByOneAsTheyAreAcknowledged() {
      TftpTransfer transfer = transfer(1200);
      assertThat(transfer.start(now)).isEqualTo(blocks(1, 1));
      assertThat(transfer.acknowledged(1, now)).isEqualTo(blocks(2, 1));
      assertThat(transfer.acknowledged(2, now)).isEqualTo(blocks(3, 1));
      assertThat(transfer.lengthOf(3)).isEqualTo(1200 - 1024);
      assertThat(transfer.acknowledged(3, now))
          .isEqualTo(new End(TftpEvent.COMPLETE, "1200 bytes"));
    }

    @ParameterizedTest(name = "{0} bytes end with block {1} of {2} bytes")
    @CsvSource({"0, 1, 0", "1, 1, 1", "511, 1, 511", "512, 2, 0", "513, 2, 1", "1024, 3, 0"})
    void aBlockOfLessThan512BytesSignalsTheEnd(long size, int lastBlock, int length) {
      TftpTransfer transfer = transfer(size);
      TransferStep step = transfer.start(now);
      for (int block = 1; block < lastBlock; block++) {
        assertThat(step).isEqualTo(blocks(block, 1));
        assertThat(transfer.lengthOf(block)).isEqualTo(512);
        step = transfer.acknowledged(block, now);
      }
      assertThat(step).isEqualTo(blocks(lastBlock, 1));
      assertThat(transfer.lengthOf(lastBlock)).isEqualTo(length);
      assertThat(transfer.acknowledged(lastBlock, now)).isInstanceOf(End.class);
    }

    @Test
    void aLostPacketIsSentAgainAfterATimeout() {
      TftpTransfer transfer = transfer(1200);
      transfer.start(now);
      now = now.plusMillis(999);
      assertThat(transfer.tick(now)).isEqualTo(new Wait());
      now = now.plusMillis(1);
      assertThat(transfer.tick(now)).isEqualTo(blocks(1, 1));
    }

    @Test
    void timeoutsDoubleUntilTheClientCountsAsGone() {
      TftpTransfer transfer = transfer(1200);
      transfer.start(now);
      for (int seconds : new int[] {1, 2, 4, 8, 8, 8}) {
        assertThat(transfer.deadline()).isEqualTo(now.plusSeconds(seconds));
        now = transfer.deadline();
        assertThat(transfer.tick(now)).isEqualTo(blocks(1, 1));
      }
      now = transfer.deadline();
      assertThat(transfer.tick(now))
          .isEqualTo(new End(TftpEvent.TIMED_OUT, "no answer at block 1 of 3"));
    }

    @Test
    void progressMakesTheTimeoutShortAgain() {
      TftpTransfer transfer = transfer(1200);
      transfer.start(now);
      now = transfer.deadline();
      transfer.tick(now);
      transfer.acknowledged(1, now);
      assertThat(transfer.deadline()).isEqualTo(now.plusSeconds(1));
    }

    @Test
    void anErrorEndsTheTransfer() {
      TftpTransfer transfer = transfer(1200);
      transfer.start(now);
      assertThat(transfer.refused(3, "Disk full"))
          .isEqualTo(
              new End(
                  TftpEvent.CLIENT_ERROR,
                  "the client ended it at block 1 of 3: error 3 Disk full"));
    }

    @Test
    void blockNumbersRollOverFrom65535To0() {
      TftpTransfer transfer = transfer(70_000L * 512);
      transfer.start(now);
      for (long block = 1; block <= 70_000; block++) {
        assertThat(transfer.acknowledged((int) (block & 0xffff), now))
            .isEqualTo(blocks(block + 1, 1));
      }
      assertThat(TftpTransfer.wireNumber(65_535)).isEqualTo(65_535);
      assertThat(TftpTransfer.wireNumber(65_536)).isZero();
      assertThat(transfer.offsetOf(65_537)).isEqualTo(65_536L * 512);
    }

    @Test
    void aTransferDoesNotOutliveItsLifetimeHoweverSlowlyItGoesOn() {
      TftpTransfer transfer = transfer(100_000);
      transfer.start(now);
      for (int block = 1; now.isBefore(START.plus(Duration.ofMinutes(30))); block++) {
        assertThat(transfer.tick(now)).isNotInstanceOf(End.class);
        now = now.plusSeconds(20);
        transfer.acknowledged(block, now);
      }
      assertThat(transfer.deadline()).isEqualTo(START.plus(Duration.ofMinutes(30)));
      assertThat(((End) transfer.tick(now)).how()).isEqualTo(TftpEvent.TOO_LONG);
    }
  }

  /** RFC 1123, section 4.2.3.1: resending DATA on a duplicate ACK is forbidden. */
  @Nested
  final class SorcerersApprentice {

    @Test
    void aDuplicateAckIsNeverAnswered() {
      TftpTransfer transfer = transfer(5000);
      transfer.start(now);
      transfer.acknowledged(1, now);
      assertThat(transfer.acknowledged(1, now)).isEqualTo(ignored(TftpEvent.DUPLICATE_ACK));
      assertThat(transfer.acknowledged(2, now)).isEqualTo(blocks(3, 1));
      assertThat(transfer.acknowledged(2, now)).isEqualTo(ignored(TftpEvent.DUPLICATE_ACK));
    }

    @Test
    void anAckOfABlockThatWasNotSentIsIgnored() {
      TftpTransfer transfer = transfer(5000);
      transfer.start(now);
      assertThat(transfer.acknowledged(2, now)).isEqualTo(ignored(TftpEvent.STALE_ACK));
      assertThat(transfer.acknowledged(65_535, now)).isEqualTo(ignored(TftpEvent.STALE_ACK));
    }

    @Test
    void anAckFromBeforeIsIgnored() {
      TftpTransfer transfer = transfer(5000);
      transfer.start(now);
      transfer.acknowledged(1, now);
      transfer.acknowledged(2, now);
      assertThat(transfer.acknowledged(1, now)).isEqualTo(ignored(TftpEvent.STALE_ACK));
    }
  }

  @Nested
  final class Rfc2347 {

    @Test
    void acceptedOptionsAreAcknowledgedFirstAndTheClientsAckOfBlock0StartsTheData() {
      TftpTransfer transfer = transfer(5000, "blksize", "1400");
      assertThat(transfer.start(now)).isEqualTo(new SendOptions(Map.of("blksize", "1400")));
      assertThat(transfer.acknowledged(0, now)).isEqualTo(blocks(1, 1));
      assertThat(transfer.lengthOf(1)).isEqualTo(1400);
    }

    @Test
    void anUnknownOptionIsLeftOutAndWithoutAnyOtherThereIsNoOack() {
      assertThat(transfer(5000, "multicast", "").start(now)).isEqualTo(blocks(1, 1));
    }

    @Test
    void aLostOackIsSentAgain() {
      TftpTransfer transfer = transfer(5000, "blksize", "1400");
      transfer.start(now);
      now = transfer.deadline();
      assertThat(transfer.tick(now)).isInstanceOf(SendOptions.class);
      assertThat(transfer.acknowledged(0, now)).isEqualTo(blocks(1, 1));
      assertThat(transfer.acknowledged(0, now)).isEqualTo(ignored(TftpEvent.DUPLICATE_ACK));
    }

    @Test
    void error8AfterTheOackIsEdk2AskingForTheSize() {
      TftpTransfer transfer = transfer(5000, "tsize", "0", "blksize", "1468", "windowsize", "4");
      assertThat(transfer.start(now))
          .isEqualTo(
              new SendOptions(Map.of("tsize", "5000", "blksize", "1468", "windowsize", "4")));
      assertThat(((End) transfer.refused(8, "User aborted the transfer")).how())
          .isEqualTo(TftpEvent.SIZE_PROBE);
    }

    @Test
    void anotherErrorAfterTheOackIsAFailure() {
      TftpTransfer transfer = transfer(5000, "tsize", "0");
      transfer.start(now);
      assertThat(((End) transfer.refused(3, "too large")).how()).isEqualTo(TftpEvent.CLIENT_ERROR);
    }

    @Test
    void theClientsTimeoutIsKeptTo() {
      TftpTransfer transfer = transfer(5000, "timeout", "3");
      transfer.start(now);
      transfer.acknowledged(0, now);
      for (int i = 0; i < 3; i++) {
        assertThat(transfer.deadline()).isEqualTo(now.plusSeconds(3));
        now = transfer.deadline();
        assertThat(transfer.tick(now)).isEqualTo(blocks(1, 1));
      }
    }
  }

  /** RFC 7440, section 4. */
  @Nested
  final class Windows {

    private TftpTransfer started(long size) {
      TftpTransfer transfer = transfer(size, "windowsize", "4");
      transfer.start(now);
      assertThat(transfer.acknowledged(0, now)).isEqualTo(blocks(1, 4));
      return transfer;
    }

    @Test
    void aWindowIsSentForEachAck() {
      TftpTransfer transfer = started(5000);
      assertThat(transfer.acknowledged(4, now)).isEqualTo(blocks(5, 4));
      assertThat(transfer.acknowledged(8, now)).isEqualTo(blocks(9, 2));
      assertThat(transfer.acknowledged(10, now)).isInstanceOf(End.class);
    }

    @Test
    void anAckInsideTheWindowMeansThatWhatFollowsWasLostAndIsSentAgainAfterAMoment() {
      TftpTransfer transfer = started(50_000);
      assertThat(transfer.acknowledged(2, now)).isEqualTo(ignored(TftpEvent.GAP_IN_WINDOW));
      assertThat(transfer.deadline()).isEqualTo(now.plusMillis(20));
      now = transfer.deadline();
      assertThat(transfer.tick(now)).isEqualTo(blocks(3, 4));
      assertThat(transfer.deadline()).isEqualTo(now.plusSeconds(1));
    }

    @Test
    void unlessTheRestArrivesAfterAll() {
      TftpTransfer transfer = started(50_000);
      transfer.acknowledged(2, now);
      assertThat(transfer.acknowledged(4, now)).isEqualTo(blocks(5, 4));
      assertThat(transfer.deadline()).isEqualTo(now.plusSeconds(1));
    }

    @Test
    void theSameAckAgainMeansThatTheFirstBlockOfTheWindowWasLost() {
      TftpTransfer transfer = started(50_000);
      transfer.acknowledged(4, now);
      assertThat(transfer.acknowledged(4, now)).isEqualTo(ignored(TftpEvent.GAP_IN_WINDOW));
      now = transfer.deadline();
      assertThat(transfer.tick(now)).isEqualTo(blocks(5, 4));
    }

    @Test
    void butIsHeededOnce() {
      TftpTransfer transfer = started(50_000);
      transfer.acknowledged(4, now);
      transfer.acknowledged(4, now);
      now = transfer.deadline();
      transfer.tick(now);
      assertThat(transfer.acknowledged(4, now)).isEqualTo(ignored(TftpEvent.DUPLICATE_ACK));
    }

    @Test
    void andTheEchoOfAWindowSentTwiceIsNotAnswered() {
      TftpTransfer transfer = started(50_000);
      now = transfer.deadline();
      assertThat(transfer.tick(now)).isEqualTo(blocks(1, 4));
      assertThat(transfer.acknowledged(4, now)).isEqualTo(blocks(5, 4));
      assertThat(transfer.acknowledged(4, now)).isEqualTo(ignored(TftpEvent.DUPLICATE_ACK));
    }

    @Test
    void aWindowGoesAcrossTheRollOver() {
      TftpTransfer transfer = started(70_000L * 512);
      for (long block = 4; block < 65_536; block += 4) {
        transfer.acknowledged((int) (block & 0xffff), now);
      }
      // 65 533 to 65 536 are on their way; 65 536 is 0 on the wire.
      assertThat(transfer.acknowledged(0, now)).isEqualTo(blocks(65_537, 4));
      assertThat(transfer.acknowledged(65_535, now)).isEqualTo(ignored(TftpEvent.STALE_ACK));
    }
  }
}

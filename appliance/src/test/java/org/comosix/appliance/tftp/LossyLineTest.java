package org.comosix.appliance.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import org.comosix.appliance.tftp.TransferStep.End;
import org.comosix.appliance.tftp.TransferStep.Ignore;
import org.comosix.appliance.tftp.TransferStep.SendBlocks;
import org.comosix.appliance.tftp.TransferStep.SendOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole transfers over a line that loses and doubles packets, to a client that does what RFC 7440
 * says. No time passes: when nothing is on the line the server's deadline has come.
 */
final class LossyLineTest {

  private static final int SIZE = 200_000;
  private static final int BLOCKS = SIZE / 512 + 1;

  private final Deque<Runnable> line = new ArrayDeque<>();
  private Instant now = Instant.EPOCH;
  private Random dice = new Random(0);
  private double loss;
  private double doubling;
  private int dataPackets;
  private boolean ended;

  private TftpTransfer transfer = new TftpTransfer(0, none(), TftpLimits.DEFAULT, now);
  private long clientHas;
  private long clientWindowStart;

  private static TftpOptions none() {
    return TftpOptions.negotiate(Map.of(), 0, TftpLimits.DEFAULT);
  }

  @ParameterizedTest(name = "window {0}, {1} lost, {2} doubled")
  @CsvSource({
    "1, 0, 0, 1.0",
    "1, 0.1, 0, 1.3",
    "1, 0, 0.5, 1.0",
    "1, 0.05, 0.3, 1.2",
    "8, 0, 0, 1.0",
    "8, 0.02, 0, 1.5",
    "8, 0, 0.5, 2.0",
    "8, 0.02, 0.3, 2.5",
    "32, 0.01, 0.1, 3.0"
  })
  void theFileArrivesAndPacketsDoNotMultiply(
      int window, double lossRate, double doublingRate, double mostPacketsForEachBlock) {
    for (int seed = 0; seed < 20; seed++) {
      run(window, lossRate, doublingRate, seed);
      assertThat(clientHas).as("blocks at seed %s", seed).isEqualTo(BLOCKS);
      assertThat(dataPackets)
          .as("data packets at seed %s", seed)
          .isLessThanOrEqualTo((int) (BLOCKS * mostPacketsForEachBlock));
    }
  }

  private void run(int window, double lossRate, double doublingRate, int seed) {
    dice = new Random(seed);
    loss = lossRate;
    doubling = doublingRate;
    dataPackets = 0;
    ended = false;
    clientHas = 0;
    clientWindowStart = 0;
    TftpOptions options =
        TftpOptions.negotiate(
            Map.of("windowsize", Integer.toString(window)), SIZE, TftpLimits.DEFAULT);
    transfer = new TftpTransfer(SIZE, options, TftpLimits.DEFAULT, now);
    perform(transfer.start(now), window);
    while (!ended) {
      if (line.isEmpty()) {
        now = transfer.deadline();
        perform(transfer.tick(now), window);
      } else {
        line.removeFirst().run();
      }
    }
    line.clear();
  }

  private void onTheLine(Runnable arrival) {
    int copies = dice.nextDouble() < loss ? 0 : dice.nextDouble() < doubling ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      line.addLast(arrival);
    }
  }

  private void perform(TransferStep step, int window) {
    if (step instanceof SendOptions) {
      onTheLine(() -> ack(0, window));
    } else if (step instanceof SendBlocks blocks) {
      for (long block = blocks.first(); block < blocks.first() + blocks.count(); block++) {
        long arriving = block;
        dataPackets++;
        onTheLine(() -> data(arriving, window));
      }
    } else if (step instanceof End end) {
      assertThat(end.how()).isIn(TftpEvent.COMPLETE, TftpEvent.TIMED_OUT);
      ended = true;
    } else {
      assertThat(step).isInstanceOf(Ignore.class);
    }
  }

  /** The client: in order it takes, at the end of a window or at a gap it acknowledges. */
  private void data(long block, int window) {
    if (block != clientHas + 1) {
      ack(clientHas, window);
      return;
    }
    clientHas = block;
    if (block == BLOCKS || block - clientWindowStart == window) {
      ack(block, window);
    }
  }

  private void ack(long block, int window) {
    clientWindowStart = block;
    onTheLine(
        () -> {
          if (!ended) {
            perform(transfer.acknowledged(TftpTransfer.wireNumber(block), now), window);
          }
        });
  }
}

package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final long MIB = 1 << 20;

  private final StringWriter shown = new StringWriter();
  private long now;

  @Test
  void onATerminalOneLineIsDrawnOver() {
    try (Progress progress = progress(true)) {
      progress.bytes("reading", 0, 200 * MIB);
      after(Duration.ofMillis(50));
      progress.bytes("reading", 10 * MIB, 200 * MIB);
      after(Duration.ofMillis(1950));
      progress.bytes("reading", 100 * MIB, 200 * MIB);
      progress.done("imported");
    }
    assertThat(shown.toString())
        .isEqualTo(
            "\r\033[K  [------------------------]   0 %  reading: 0.0 MiB of 200 MiB"
                + "\r\033[K  [############------------]  50 %  reading: 100 MiB of 200 MiB, 50 MiB/s"
                + "\r\033[Kimported\n");
  }

  @Test
  void elsewhereALineWhenAStepBeginsAndEveryTenSeconds() {
    try (Progress progress = progress(false)) {
      for (int second = 0; second <= 25; second++) {
        progress.percent("building", second, "unpacking");
        after(Duration.ofSeconds(1));
      }
      progress.bytes("reading", 5 * MIB, -1);
    }
    assertThat(shown.toString())
        .isEqualTo(
            """
              building
              building: 10 %, unpacking
              building: 20 %, unpacking
              reading
            """);
  }

  @Test
  void aTotalThatIsNotKnownHasNoPercent() {
    try (Progress progress = progress(true)) {
      progress.bytes("reading", 5 * MIB, -1);
    }
    assertThat(shown.toString()).contains("[????????????????????????]").doesNotContain("%");
  }

  private void after(Duration time) {
    now += time.toNanos();
  }

  private Progress progress(boolean terminal) {
    return new Progress(new PrintWriter(shown), terminal, () -> now);
  }
}

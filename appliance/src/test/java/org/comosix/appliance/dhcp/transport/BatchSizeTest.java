package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BatchSizeTest {

  private static final Duration QUICK = Duration.ofMillis(1);
  private static final Duration SLOW = Duration.ofMillis(12);

  private final BatchSize size = new BatchSize();

  @Test
  void isSmallAtFirstAndWhileTheDiskIsQuick() {
    assertThat(size.next()).isEqualTo(BatchSize.SMALL);
    size.took(BatchSize.SMALL, QUICK);
    assertThat(size.next()).isEqualTo(BatchSize.SMALL);
  }

  @Test
  void isLargeWhenAFullBatchTookLong() {
    size.took(BatchSize.SMALL, SLOW);
    assertThat(size.next()).isEqualTo(BatchSize.LARGE);
    size.took(300, SLOW);
    assertThat(size.next()).isEqualTo(BatchSize.LARGE);
  }

  @Test
  void aSlowDiskAloneDoesNotMakeItLarge() {
    size.took(3, SLOW);
    assertThat(size.next()).isEqualTo(BatchSize.SMALL);
  }

  @Test
  void isSmallAgainWhenTheDiskIsQuickAgainOrTheRushIsOver() {
    size.took(BatchSize.SMALL, SLOW);
    size.took(BatchSize.LARGE, QUICK);
    assertThat(size.next()).isEqualTo(BatchSize.SMALL);

    size.took(BatchSize.SMALL, SLOW);
    size.took(2, SLOW);
    assertThat(size.next()).isEqualTo(BatchSize.SMALL);
  }
}

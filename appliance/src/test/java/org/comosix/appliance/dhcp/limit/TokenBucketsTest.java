package org.comosix.appliance.dhcp.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TokenBucketsTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final int BURST = 5;

  private final TokenBuckets buckets = new TokenBuckets(64, 2, BURST, 7);

  @Test
  void newKeyHasABurstAndThenItsRate() {
    assertThat(taken(1, NOW)).isEqualTo(BURST);
    assertThat(taken(1, NOW + 499)).isZero();
    assertThat(taken(1, NOW + 500)).isEqualTo(1);
    assertThat(taken(1, NOW + 2000)).isEqualTo(3);
  }

  @Test
  void savesNoMoreThanABurst() {
    taken(1, NOW);

    assertThat(taken(1, NOW + 86_400_000_000L)).isEqualTo(BURST);
  }

  @Test
  void keysDoNotShareABucket() {
    taken(1, NOW);

    assertThat(taken(2, NOW)).isEqualTo(BURST);
    assertThat(taken(0, NOW)).isEqualTo(BURST);
  }

  @Test
  void keyThatKeepsComingIsHeldBackWhateverElseComes() {
    taken(1, NOW);
    int passed = 0;
    for (int i = 0; i < 100_000; i++) {
      buckets.take(1000 + i, NOW + i / 20);
      passed += buckets.take(1, NOW + i / 20) ? 1 : 0;
    }

    assertThat(passed).as("in five seconds").isLessThanOrEqualTo(10);
  }

  @Test
  void clockThatIsSetBackGivesNothingAndTakesNothing() {
    taken(1, NOW);

    assertThat(taken(1, NOW - 3_600_000)).isZero();
    assertThat(taken(1, NOW - 3_600_000 + 500)).isEqualTo(1);
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> new TokenBuckets(60, 1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenBuckets(64, 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** How many of a hundred tries at once succeed. */
  private int taken(long key, long now) {
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += buckets.take(key, now) ? 1 : 0;
    }
    return taken;
  }
}

package org.comosix.appliance.dhcp.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecentKeysTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final int KEYS = 10_000;

  private final RecentKeys recent = new RecentKeys(KEYS, 3, 1000, 7);

  @Test
  void keyIsRememberedForThePeriodsAndThenForgotten() {
    recent.add(1, NOW);

    assertThat(recent.came(1, NOW)).isTrue();
    assertThat(recent.came(1, NOW + 2999)).isTrue();
    assertThat(recent.came(1, NOW + 3000)).isFalse();
    assertThat(recent.came(2, NOW)).isFalse();
  }

  @Test
  void onlyAnEarlierPeriodIsBefore() {
    recent.add(1, NOW);

    assertThat(recent.cameBefore(1, NOW + 999)).isFalse();
    assertThat(recent.cameBefore(1, NOW + 1000)).isTrue();
    assertThat(recent.cameBefore(1, NOW + 2999)).isTrue();
  }

  @Test
  void everyKeyIsKnownAgainAndFewStrangersAreTakenForOne() {
    for (long key = 0; key < KEYS; key++) {
      recent.add(key, NOW);
    }

    int wrong = 0;
    for (long key = 0; key < KEYS; key++) {
      assertThat(recent.cameBefore(key, NOW + 1000)).isTrue();
      wrong += recent.cameBefore(KEYS + key, NOW + 1000) ? 1 : 0;
    }
    assertThat(wrong).isLessThan(KEYS / 20);
  }

  @Test
  void afterALongSilenceNothingIsRemembered() {
    recent.add(1, NOW);

    assertThat(recent.came(1, NOW + 86_400_000)).isFalse();
  }

  @Test
  void clockThatIsSetBackForgetsNothingAndGoesOn() {
    recent.add(1, NOW);

    assertThat(recent.came(1, NOW - 3_600_000)).isTrue();
    assertThat(recent.came(1, NOW - 3_600_000 + 3000)).isFalse();
  }
}

package org.comosix.appliance.dhcp.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WarningTimesTest {

  private static final long NOW = 1_700_000_000_000L;

  private final WarningTimes times = new WarningTimes(2, 1000);

  @Test
  void firstTimeAtOnceThenAfterThePauseWithHowMany() {
    assertThat(times.count(0, NOW)).hasValue(1);
    assertThat(times.count(0, NOW + 1)).isEmpty();
    assertThat(times.count(0, NOW + 999)).isEmpty();
    assertThat(times.count(0, NOW + 1000)).hasValue(3);
    assertThat(times.count(0, NOW + 1001)).isEmpty();
  }

  @Test
  void thingsAreApart() {
    times.count(0, NOW);

    assertThat(times.count(1, NOW)).hasValue(1);
  }

  @Test
  void clockThatIsSetBackSilencesNothing() {
    times.count(0, NOW);

    assertThat(times.count(0, NOW - 3_600_000)).hasValue(1);
  }
}

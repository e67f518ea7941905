package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AuditScheduleTest {

  private static AuditSchedule every(Duration interval, long seed) {
    return new AuditSchedule(interval, new Random(seed));
  }

  @Test
  void theFirstRoundIsSomeMinutesAfterTheStart() {
    for (long seed = 0; seed < 100; seed++) {
      assertThat(every(Duration.ofHours(1), seed).first())
          .isBetween(Duration.ofSeconds(225), Duration.ofSeconds(375));
      assertThat(every(Duration.ofMinutes(1), seed).first())
          .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(75));
    }
  }

  @Test
  void twoServersAreNotAuditedTogether() {
    assertThat(every(Duration.ofHours(1), 1).next(Duration.ZERO))
        .isNotEqualTo(every(Duration.ofHours(1), 2).next(Duration.ZERO));
  }

  @Test
  void theTimeOfARoundCountsButItIsNeverFollowedAtOnce() {
    Duration hour = Duration.ofHours(1);
    for (long seed = 0; seed < 100; seed++) {
      assertThat(every(hour, seed).next(Duration.ofMinutes(30)))
          .isBetween(Duration.ofMinutes(15), Duration.ofMinutes(45));
      assertThat(every(hour, seed).next(Duration.ofHours(3))).isEqualTo(Duration.ofMinutes(15));
    }
  }

  @Test
  void namesAreSpreadOverHalfOfTheIntervalWithinBounds() {
    AuditSchedule schedule = every(Duration.ofHours(1), 1);

    assertThat(schedule.gap(10_000)).isEqualTo(Duration.ofMillis(180));
    assertThat(schedule.gap(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(schedule.gap(1_000_000)).isEqualTo(Duration.ofMillis(20));
  }
}

package org.comosix.appliance.dns.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpstreamHealthTest {

  private final UpstreamHealth health = new UpstreamHealth();

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void patienceFollowsWhatItUsuallyTakes() {
    assertThat(health.patience()).isEqualTo(millis(1000));
    for (int i = 0; i < 50; i++) {
      health.answered(0, millis(2));
    }
    assertThat(health.patience()).isEqualTo(millis(400));
    for (int i = 0; i < 50; i++) {
      health.answered(0, millis(700));
    }
    assertThat(health.patience()).isBetween(millis(700), millis(900));
    health.answered(0, millis(10_000));
    assertThat(health.patience()).isEqualTo(millis(1500));
  }

  @Test
  void threeSilencesInARowMakeItRest() {
    assertThat(health.silent(millis(0))).isFalse();
    assertThat(health.silent(millis(1))).isFalse();
    assertThat(health.silent(millis(2))).isTrue();
    assertThat(health.isResting()).isTrue();
    assertThat(health.silent(millis(3))).as("begins once").isFalse();
  }

  @Test
  void aSlowNameIsNotTheServersFault() {
    for (int i = 0; i < 10; i++) {
      health.answered(millis(100), millis(110));
      assertThat(health.silent(millis(50))).isFalse();
    }
    assertThat(health.isResting()).isFalse();
  }

  @Test
  void nobodyListeningMakesItRestAtOnce() {
    assertThat(health.unreachable()).isTrue();
    assertThat(health.unreachable()).isFalse();
  }

  @Test
  void itRestsForAGrowingWhileUntilItAnswers() {
    health.unreachable();
    assertThat(health.rest()).isEqualTo(millis(1000));
    health.stillSilent();
    assertThat(health.rest()).isEqualTo(millis(2000));
    for (int i = 0; i < 100; i++) {
      health.stillSilent();
    }
    assertThat(health.rest()).isEqualTo(millis(64_000));

    assertThat(health.answered(0, millis(1))).isTrue();
    assertThat(health.isResting()).isFalse();
    assertThat(health.answered(0, millis(1))).isFalse();
    health.unreachable();
    assertThat(health.rest()).isEqualTo(millis(1000));
  }
}

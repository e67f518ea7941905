package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {

  private static final int BURST = 100;

  private final Pace pace = new Pace();
  private long now = 1_000_000;

  @Test
  void aBurstOfRepliesIsNeverLargerThanASocketHolds() {
    arrive(1000);

    assertThat(takeAll()).isEqualTo(BURST);
    assertThat(takeAll()).isEqualTo(0);
    now += 5;
    assertThat(takeAll()).isEqualTo(5 * Pace.LEAST);
    now += 10_000;
    assertThat(takeAll()).isEqualTo(BURST);
  }

  @Test
  void whoeverSendsManyForLongerIsAnsweredALittleFasterThanHeAsks() {
    for (int i = 0; i < 1000; i++) {
      now++;
      arrive(40);
      takeAll();
    }

    int answered = 0;
    for (int i = 0; i < 100; i++) {
      now++;
      arrive(40);
      answered += takeAll();
    }

    assertThat(answered).isBetween(4000, 5200);
  }

  @Test
  void aFastClientIsForgottenAfterAMoment() {
    arrive(100_000);
    takeAll();
    now += 150;
    arrive(1);
    takeAll();
    now++;

    assertThat(takeAll()).isEqualTo(Pace.LEAST);
  }

  @Test
  void aClockThatIsSetBackStopsNothing() {
    takeAll();
    now -= 3_600_000;
    takeAll();
    now++;

    assertThat(takeAll()).isEqualTo(Pace.LEAST);
  }

  private void arrive(int packets) {
    for (int i = 0; i < packets; i++) {
      pace.arrived(now);
    }
  }

  private int takeAll() {
    int allowed = pace.allowed(BURST, now);
    pace.took(allowed);
    return allowed;
  }
}

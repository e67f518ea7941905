package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneSerialTest {

  private static final long NOW = 1_772_352_000;

  private final ZoneHistory history = new ZoneHistory(new ZoneSerial(NOW), 100);

  @BeforeEach
  void begin() {
    history.begin(NOW);
  }

  private void changes(long now) {
    history.change(List.of(), now, () -> {});
  }

  @Test
  void staysWhileNothingChanges() {
    assertThat(history.serialAt(NOW + 5)).isEqualTo(NOW).isEqualTo(history.serialAt(NOW + 500));
  }

  @Test
  void oneSerialStandsForOneContent() {
    changes(NOW + 10);
    long seenWithinTheSecond = history.serialAt(NOW + 10);
    changes(NOW + 10);
    assertThat(history.serialAt(NOW + 10)).isEqualTo(seenWithinTheSecond);

    assertThat(history.serialAt(NOW + 11)).isEqualTo(NOW + 11);
  }

  @Test
  void neverRunsAheadOfTheClockHoweverMuchChanges() {
    for (int i = 0; i < 100_000; i++) {
      changes(NOW + 10);
      assertThat(history.serialAt(NOW + 10)).isLessThanOrEqualTo(NOW + 10);
    }

    assertThat(history.serialAt(NOW + 11)).isEqualTo(NOW + 11);
  }

  @Test
  void aRestartASecondLaterDoesNotTakeItBack() {
    changes(NOW + 10);
    long last = history.serialAt(NOW + 10);

    ZoneHistory restarted = new ZoneHistory(new ZoneSerial(NOW + 11), 0);
    restarted.begin(NOW + 11);
    assertThat(restarted.serialAt(NOW + 11)).isGreaterThan(last);
  }

  @Test
  void aClockThatStepsBackDoesNotTakeItBack() {
    changes(NOW + 100);
    long before = history.serialAt(NOW + 101);
    assertThat(history.serialAt(NOW)).isEqualTo(before);

    changes(NOW);
    assertThat(history.serialAt(NOW)).isGreaterThan(before);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5, true",
    "6, 5, true",
    "5, 6, false",
    "1, 4294967295, true",
    "4294967295, 1, false"
  })
  void rfc1982Section3s2SerialsAreComparedAroundTheirEnd(long one, long other, boolean atLeast) {
    assertThat(ZoneSerial.isAtLeast(one, other)).isEqualTo(atLeast);
  }
}

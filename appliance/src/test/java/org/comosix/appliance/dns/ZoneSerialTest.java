package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZoneSerialTest {

  private static final long NOW = 1_772_352_000;

  private final ZoneSerial serial = new ZoneSerial(NOW);

  @Test
  void staysWhileNothingChanges() {
    assertThat(serial.at(NOW + 5)).isEqualTo(serial.at(NOW + 500));
  }

  @Test
  void whatTheChangesOfASecondLeftHasASerialOfItsOwn() {
    serial.changed(NOW + 10);
    long seenWithinTheSecond = serial.at(NOW + 10);
    serial.changed(NOW + 10);

    assertThat(serial.at(NOW + 11)).isGreaterThan(seenWithinTheSecond);
  }

  @Test
  void neverRunsAheadOfTheClockHoweverMuchChanges() {
    for (int i = 0; i < 100_000; i++) {
      serial.changed(NOW + 10);
    }

    assertThat(serial.at(NOW + 10)).isEqualTo(NOW + 10);
    assertThat(serial.at(NOW + 11)).isEqualTo(NOW + 11);
  }

  @Test
  void aRestartASecondLaterDoesNotTakeItBack() {
    serial.changed(NOW + 10);
    long last = serial.at(NOW + 11);

    assertThat(new ZoneSerial(NOW + 11).at(NOW + 11)).isGreaterThanOrEqualTo(last);
  }

  @Test
  void aClockThatStepsBackDoesNotTakeItBack() {
    serial.changed(NOW + 100);
    long before = serial.at(NOW + 101);
    assertThat(serial.at(NOW)).isEqualTo(before);

    serial.changed(NOW);
    assertThat(serial.at(NOW)).isGreaterThan(before);
  }
}

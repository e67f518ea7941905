package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessAgeTest {

  @Test
  void isTheKernelsUptimeLessTheStartTime() {
    String stat =
        "42 (a (b) c) S 1 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 9 0 123456 1000 200 18446744";

    assertThat(ProcessAge.between(stat, "1240.06 999.00\n")).isEqualTo(Duration.ofMillis(5500));
  }

  /** The virtual machine begins to count a moment after the process. */
  @Test
  void isThatOfThisProcess() {
    Duration counted = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());

    assertThat(ProcessAge.now())
        .isBetween(counted.minusMillis(20), counted.plus(Duration.ofSeconds(10)));
  }
}

package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessAgeTest {

  @Test
  void isTheKernelsUptimeLessTheStartTime() {
    String stat =
        "42 (a (b) c) S 1 42 42 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 9 0 123456 1000 200 18446744";

    assertThat(ProcessAge.between(stat, "1240.06 999.00\n")).isEqualTo(Duration.ofMillis(5500));
  }

  @Test
  void grows() throws InterruptedException {
    Duration before = ProcessAge.now();
    Thread.sleep(50);

    assertThat(before).isPositive();
    assertThat(ProcessAge.now().minus(before))
        .isBetween(Duration.ofMillis(40), Duration.ofSeconds(30));
  }
}

package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.testkit.FakeClock;
import org.junit.jupiter.api.Test;

final class LineBudgetTest {

  private final FakeClock clock = new FakeClock();
  private final List<Long> leftOut = new ArrayList<>();
  private final LineBudget budget = new LineBudget(3, leftOut::add);

  @Test
  void asManyLinesAsASecondHas() {
    assertThat(taken(5)).isEqualTo(3);
  }

  @Test
  void theNextSecondHasAsManyAgain() {
    taken(5);
    clock.advance(Duration.ofMillis(999));
    assertThat(taken(1)).isZero();

    clock.advance(Duration.ofMillis(1));
    assertThat(taken(5)).isEqualTo(3);
  }

  @Test
  void whatWasLeftOutIsToldOnceWhenTheSecondIsOver() {
    taken(10);
    budget.renew(clock.instant());
    assertThat(leftOut).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    budget.renew(clock.instant());
    clock.advance(Duration.ofSeconds(1));
    budget.renew(clock.instant());
    assertThat(leftOut).containsExactly(7L);
  }

  @Test
  void whereNothingWasLeftOutNothingIsTold() {
    taken(3);
    clock.advance(Duration.ofSeconds(1));
    taken(1);
    assertThat(leftOut).isEmpty();
  }

  private int taken(int wanted) {
    int taken = 0;
    for (int i = 0; i < wanted; i++) {
      taken += budget.take(clock.instant()) ? 1 : 0;
    }
    return taken;
  }
}

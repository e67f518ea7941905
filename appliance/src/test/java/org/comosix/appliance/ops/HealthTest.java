package org.comosix.appliance.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HealthTest {

  private Optional<String> disk = Optional.empty();

  @Test
  void aRoomIsRedWhileItSaysSo() {
    Health health = new Health(Map.of("lease", () -> disk, "dns", Optional::empty));

    for (String problem : List.of("the journal cannot be forced", "no space left")) {
      disk = Optional.empty();
      assertThat(health.problems()).isEmpty();
      disk = Optional.of(problem);
      assertThat(health.problems()).isEqualTo(Map.of("lease", problem));
    }
  }
}

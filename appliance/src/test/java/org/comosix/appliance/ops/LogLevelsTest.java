package org.comosix.appliance.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

final class LogLevelsTest {

  @Test
  void oneLevelForAllAndOthersForSingleRooms() {
    assertThat(LogLevels.parse("WARN")).isEqualTo(new LogLevels(Level.WARN, Map.of()));
    assertThat(LogLevels.parse("warn, dhcp=debug,lease.journal=trace"))
        .isEqualTo(
            new LogLevels(Level.WARN, Map.of("dhcp", Level.DEBUG, "lease.journal", Level.TRACE)));
    assertThat(LogLevels.parse("dhcp=debug").general()).isEqualTo(Level.INFO);
  }

  @Test
  void otherFormsAreRefused() {
    for (String wrong : List.of("", "loud", "dhcp=", "=debug", "a=b=c", "info,", "Dhcp=info")) {
      assertThatIllegalArgumentException()
          .as(wrong)
          .isThrownBy(() -> LogLevels.parse(wrong))
          .withMessageContaining("not \"" + wrong + "\"");
    }
  }
}

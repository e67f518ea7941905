package org.comosix.appliance.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConfigReportTest {

  private static ConfigProblem problem(Spot spot, String message) {
    return new ConfigProblem(
        Path.of("a.toml"), Optional.of(spot), message, Optional.empty(), Optional.empty());
  }

  @Test
  void theCaretStandsBelowWhatIsMeant() {
    ConfigProblem problem = problem(new Spot(12, 8, 3, "ttl  = 70x # no"), "wrong");

    assertThat(new ConfigReport(false).text(List.of(problem)))
        .isEqualTo(
            """
            a.toml:12:8: error: wrong
               12 | ttl  = 70x # no
                  |        ^^^

            1 problem
            """);
  }

  @Test
  void colourOnlyWhenAskedFor() {
    ConfigProblem problem = problem(new Spot(1, 1, 1, "x"), "wrong");

    assertThat(new ConfigReport(false).text(List.of(problem))).doesNotContain("\033");
    assertThat(new ConfigReport(true).text(List.of(problem)))
        .contains("\033[1;31merror:\033[0m")
        .contains("\033[1;31m^\033[0m");
  }

  @Test
  void theFileCannotSteerTheTerminal() {
    ConfigProblem problem =
        problem(new Spot(1, 1, 1, "a = \"\033[2J\u202e\u0007\""), "not \"\033\"");

    assertThat(new ConfigReport(false).text(List.of(problem)))
        .contains("a = \"?[2J??\"")
        .contains("error: not \"?\"")
        .doesNotContain("\033");
  }

  @Test
  void aVeryLongLineIsCut() {
    ConfigProblem problem = problem(new Spot(1, 5, 100_000, "a = " + "9".repeat(100_000)), "long");

    assertThat(new ConfigReport(false).text(List.of(problem)).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThan(180));
  }
}

package org.comosix.appliance.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.junit.jupiter.api.Test;

/** {@code conf/appliance.toml} is the manual: what it says of a default is what the code does. */
final class ExampleFileTest {

  private static final Path EXAMPLE = Path.of("../conf/appliance.toml");
  private static final Pattern COMMENTED_OUT = Pattern.compile("#([a-z-]+ = .*|\\[\\[.*]])");
  private static final Pattern HEADER = Pattern.compile("(#?)\\[.*]");
  private static final Pattern STATED_DEFAULT = Pattern.compile("# Default: (\\S+).*");
  private static final Pattern SETTING = Pattern.compile("#?([a-z-]+) = (.*)");

  @Test
  void itLoads() throws IOException {
    settings(lines());
  }

  @Test
  void everyKeyIsInItPerhapsCommentedOut() throws IOException {
    assertThat(KnownKeys.given(String.join("\n", uncommented(lines(), line -> true))))
        .isEqualTo(KnownKeys.all());
  }

  @Test
  void takingAwayTheHashBeforeADefaultChangesNothing() throws IOException {
    List<String> lines = lines();
    List<String> withDefaults =
        uncommented(
            lines,
            line -> stated(lines, line).startsWith("Default") && isOfATableInForce(lines, line));

    assertThat(withDefaults).isNotEqualTo(lines);
    assertThat(settings(withDefaults)).isEqualTo(settings(lines));
  }

  @Test
  void eachSettingSaysWhetherItIsRequiredOptionalOrHasADefault() throws IOException {
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      if (SETTING.matcher(lines.get(i)).matches() && !SETTING.matcher(lines.get(i - 1)).matches()) {
        assertThat(stated(lines, i)).as(lines.get(i)).matches("(Required|Optional|Default).*");
      }
    }
  }

  @Test
  void theDefaultInTheCommentIsTheOneInTheLineBelow() throws IOException {
    List<String> lines = lines();
    for (int i = 1; i < lines.size(); i++) {
      Matcher stated = STATED_DEFAULT.matcher(lines.get(i - 1));
      Matcher setting = COMMENTED_OUT.matcher(lines.get(i));
      if (stated.matches() && setting.matches() && !stated.group(1).matches("what|the")) {
        assertThat(setting.group(1)).endsWith(" = " + stated.group(1));
      }
    }
  }

  @Test
  void everySettingMayBeUncommentedButTheSecondExamples() throws IOException {
    List<String> all = uncommented(lines(), line -> true);
    assertThat(settings(all).boot().authorizedKeys()).isPresent();
  }

  /** An example of a table may be commented out as a whole. */
  private static boolean isOfATableInForce(List<String> lines, int line) {
    for (int i = line - 1; i >= 0; i--) {
      Matcher header = HEADER.matcher(lines.get(i));
      if (header.matches()) {
        return header.group(1).isEmpty();
      }
    }
    return true;
  }

  private interface Choice {
    boolean takes(int line);
  }

  /** Without the hash before settings, but for a second example of the key above. */
  private static List<String> uncommented(List<String> lines, Choice choice) {
    List<String> result = new ArrayList<>(lines);
    for (int i = 1; i < lines.size(); i++) {
      Matcher setting = COMMENTED_OUT.matcher(lines.get(i));
      boolean second = SETTING.matcher(lines.get(i - 1)).matches();
      if (setting.matches() && !second && choice.takes(i)) {
        result.set(i, setting.group(1));
      }
    }
    return result;
  }

  /** The last sentence of the comment above a line: Required, Optional or Default. */
  private static String stated(List<String> lines, int line) {
    for (int i = line - 1; i >= 0 && lines.get(i).startsWith("# "); i--) {
      if (lines.get(i).matches("# (Required|Optional|Default)[.:].*")) {
        return lines.get(i).substring(2);
      }
    }
    return "";
  }

  private static List<String> lines() throws IOException {
    return Files.readAllLines(EXAMPLE);
  }

  private static ApplianceSettings settings(List<String> lines) {
    String text = String.join("\n", lines);
    ConfigResult result = ConfigLoader.parse(EXAMPLE, text, new ConfigReading(EXAMPLE));
    if (result instanceof ConfigResult.Refused refused) {
      throw new AssertionError(new ConfigReport(false).text(refused.problems()));
    }
    return ((ConfigResult.Loaded) result).settings();
  }
}

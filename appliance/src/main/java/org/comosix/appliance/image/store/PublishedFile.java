package org.comosix.appliance.image.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.image.BootArtifacts;

/** The text of {@code N.published}: its presence publishes, its lines say what boots it. */
final class PublishedFile {

  private PublishedFile() {}

  static String format(Optional<BootArtifacts> artifacts) {
    return artifacts
        .map(
            a ->
                "kernel %d%ninitrd %d%nversion %s%n"
                    .formatted(a.kernel(), a.initrd(), a.kernelVersion()))
        .orElse("");
  }

  /**
   * @throws IllegalArgumentException another form
   */
  static Optional<BootArtifacts> parse(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    text.lines().forEach(line -> put(values, line));
    return Optional.of(
        new BootArtifacts(
            Long.parseLong(required(values, "kernel")),
            Long.parseLong(required(values, "initrd")),
            required(values, "version")));
  }

  private static void put(Map<String, String> values, String line) {
    int space = line.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("expected a word and its value, not \"" + line + "\"");
    }
    values.put(line.substring(0, space), line.substring(space + 1));
  }

  private static String required(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("has no line \"" + key + "\"");
    }
    return value;
  }
}

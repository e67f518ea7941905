package org.comosix.appliance.dns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** A captured message, {@code packets/dns/<name>.hex}: its bytes and what its comments promise. */
record GoldenQuery(String name, List<String> lines) {

  private static final List<String> NAMES =
      List.of(
          "dig-a",
          "dig-a-plain",
          "dig-a-mixed-case",
          "dig-ptr",
          "dig-dnssec-bufsize",
          "dig-edns1",
          "dig-any",
          "dig-nsid-ecs-padding",
          "dig-chaos",
          "dig-opcode-status",
          "dig-header-only",
          "dig-tsig",
          "dig-tcp-axfr",
          "dig-tcp-ixfr",
          "dig-soa-rd0",
          "nsupdate-add",
          "host-a");

  static List<GoldenQuery> all() {
    return NAMES.stream().map(GoldenQuery::read).toList();
  }

  private static GoldenQuery read(String name) {
    String file = "/packets/dns/" + name + ".hex";
    try (InputStream in = Objects.requireNonNull(GoldenQuery.class.getResourceAsStream(file))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new GoldenQuery(name, text.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    StringBuilder hex = new StringBuilder();
    for (String line : lines) {
      int comment = line.indexOf('#');
      hex.append(comment < 0 ? line : line.substring(0, comment));
    }
    return HexFormat.of().parseHex(hex.toString().replaceAll("\\s", ""));
  }

  /** What stands behind {@code # key: }. */
  String promise(String key) {
    String start = "# " + key + ": ";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " promises no " + key));
  }

  @Override
  public String toString() {
    return name;
  }
}

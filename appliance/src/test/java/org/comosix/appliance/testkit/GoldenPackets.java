package org.comosix.appliance.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Captured packets in {@code src/test/resources/packets}: hex with comments. */
public final class GoldenPackets {

  private static final String EXPECT = "# expect: ";

  private GoldenPackets() {}

  /**
   * One packet.
   *
   * @param name file name without suffix
   * @param expect what it says
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Golden(String name, byte[] bytes, String expect) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** All of a protocol, by name. */
  public static List<Golden> of(String protocol) {
    try (Stream<Path> files = Files.list(directory(protocol))) {
      List<Golden> all =
          files
              .filter(file -> file.toString().endsWith(".hex"))
              .sorted()
              .map(GoldenPackets::read)
              .toList();
      if (all.isEmpty()) {
        throw new IllegalStateException("no packets for " + protocol);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Golden named(String protocol, String name) {
    return read(directory(protocol).resolve(name + ".hex"));
  }

  private static Path directory(String protocol) {
    try {
      return Path.of(
          Objects.requireNonNull(GoldenPackets.class.getResource("/packets/" + protocol)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Golden read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      String hex =
          lines.stream()
              .map(line -> line.contains("#") ? line.substring(0, line.indexOf('#')) : line)
              .map(line -> line.replace(" ", ""))
              .collect(Collectors.joining());
      String expect =
          lines.stream()
              .filter(line -> line.startsWith(EXPECT))
              .map(line -> line.substring(EXPECT.length()))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException(file + " has no expect line"));
      String name = String.valueOf(file.getFileName());
      return new Golden(
          name.substring(0, name.length() - ".hex".length()), HexFormat.of().parseHex(hex), expect);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

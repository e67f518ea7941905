package org.comosix.appliance.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls as a real client sent them: {@code packets/nfs/*.hex}. */
final class GoldenCallTest {

  private static final int HEADER = 24;

  static List<Path> packets() throws IOException, URISyntaxException {
    Path directory =
        Path.of(Objects.requireNonNull(GoldenCallTest.class.getResource("/packets/nfs")).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.filter(f -> f.toString().endsWith(".hex")).sorted().toList();
      assertThat(found).hasSizeGreaterThanOrEqualTo(10);
      return found;
    }
  }

  @ParameterizedTest
  @MethodSource("packets")
  void isUnderstoodAsItsFileSays(Path file, @TempDir Path state) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String expected = lines.get(1).replace("# expect: ", "");
    String hex = lines.stream().filter(l -> !l.startsWith("#")).collect(Collectors.joining(" "));
    byte[] call = HexFormat.of().parseHex(hex.replace(" ", ""));

    byte[] reply = new NfsFixture(state).reply(call);

    ByteBuffer in = ByteBuffer.wrap(call);
    assertThat(ByteBuffer.wrap(reply).getInt()).as("xid").isEqualTo(in.getInt());
    assertThat(ByteBuffer.wrap(reply).getInt(20)).as("accept_stat").isZero();
    String summary =
        "xid=%08x program=%d version=%d procedure=%d caller=0:0 %s"
            .formatted(in.getInt(0), in.getInt(12), in.getInt(16), in.getInt(20), result(reply));
    assertThat(summary).isEqualTo(expected);
  }

  private static String result(byte[] reply) {
    if (reply.length == HEADER) {
      return "results";
    }
    return switch (ByteBuffer.wrap(reply).getInt(HEADER)) {
      case 2 -> "mountstat NOENT";
      case 70 -> "nfsstat STALE";
      default -> "results";
    };
  }
}

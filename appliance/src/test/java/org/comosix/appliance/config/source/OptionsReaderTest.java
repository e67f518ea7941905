package org.comosix.appliance.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.DhcpOptionSettings;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.Toml;

/**
 * A table of DHCP options: what it becomes, and the whole text that the operator sees of a bad one.
 */
final class OptionsReaderTest {

  private static final Path FILES = Path.of("src/test/resources/config/options");

  private final ConfigReading reading = new ConfigReading(Path.of("options.toml"));

  private Optional<DhcpOptionSettings> read(String text) {
    ConfigTable file = ConfigTable.ofFile(Toml.parse(text), new SourceText(text), reading);
    return OptionsReader.read(file.table("options"));
  }

  @Test
  void everyKindOfValue() throws IOException {
    Optional<DhcpOptionSettings> settings = read(Files.readString(FILES.resolve("good.toml")));

    assertThat(reading.problems()).isEmpty();
    assertThat(lines(settings.orElseThrow().options()))
        .containsExactly(
            "42 0a0000010a000002",
            "6 0a000003",
            "26 2328",
            "19 00",
            "2 fffff1f0",
            "25 024005dc",
            "119 036c6162076578616d706c65000162c004",
            "121 000a4d0001080a0a4d0002",
            "252 687474703a2f2f31302e302e302e312f777061642e646174",
            "43 060108ff",
            "224 010002000000030a000001616263",
            "66 746578743a78",
            "69 0a0000040a000005");
  }

  private static List<String> lines(DhcpOptions options) {
    return IntStream.range(0, options.size())
        .mapToObj(i -> options.code(i) + " " + HexFormat.of().formatHex(options.value(i)))
        .toList();
  }

  @Test
  void withoutATableThereAreNoOptions() {
    assertThat(read("")).contains(DhcpOptionSettings.NONE);
    assertThat(read("[options]")).contains(DhcpOptionSettings.NONE);
    assertThat(reading.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"names", "values", "too-much", "inline"})
  void badTablesAreRefusedAtTheirPlaces(String name) throws IOException {
    assertThat(read(Files.readString(FILES.resolve(name + ".toml")))).isEmpty();
    assertThat(new ConfigReport(false).text(reading.problems()))
        .isEqualTo(Files.readString(FILES.resolve(name + ".expected")));
  }

  @Test
  void somethingElseThanATable() {
    assertThat(read("options = 5")).isEmpty();
    assertThat(new ConfigReport(false).text(reading.problems()))
        .contains("expected the table [options]");
  }
}

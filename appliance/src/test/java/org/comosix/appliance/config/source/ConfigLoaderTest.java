package org.comosix.appliance.config.source;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.DhcpSettings;
import org.comosix.appliance.config.Spot;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Good files load; of bad ones the whole text that the operator sees is compared. The files are in
 * {@code src/test/resources/config}.
 */
final class ConfigLoaderTest {

  private static final Path GOOD = Path.of("src/test/resources/config/good");
  private static final Path BAD = Path.of("src/test/resources/config/bad");

  @TestFactory
  Stream<DynamicTest> goodFilesLoad() throws IOException {
    return files(GOOD)
        .map(file -> DynamicTest.dynamicTest(name(file), () -> assertThat(load(file)).isNotNull()));
  }

  @TestFactory
  Stream<DynamicTest> badFilesAreRefusedWithTheirExpectedText() throws IOException {
    return files(BAD)
        .map(
            file ->
                DynamicTest.dynamicTest(
                    name(file),
                    () -> {
                      Path expected = BAD.resolve(name(file).replace(".toml", ".expected"));
                      assertThat(text(file)).isEqualTo(Files.readString(expected));
                    }));
  }

  @Test
  void everyBadFileHasItsExpectedTextAndTheOtherWayRound() throws IOException {
    try (Stream<Path> all = Files.list(BAD)) {
      Set<String> names = all.map(ConfigLoaderTest::name).collect(toCollection(TreeSet::new));
      assertThat(names)
          .allSatisfy(
              name ->
                  assertThat(names)
                      .contains(
                          name.endsWith(".toml")
                              ? name.replace(".toml", ".expected")
                              : name.replace(".expected", ".toml")));
    }
  }

  @Test
  void oneGoodFileGivesEveryKeyAnotherValueThanItsDefault() throws IOException {
    ApplianceSettings everything = load(GOOD.resolve("everything.toml"));
    ApplianceSettings smallest = load(GOOD.resolve("smallest.toml"));

    assertThat(KnownKeys.given(GOOD.resolve("everything.toml"))).isEqualTo(KnownKeys.all());
    assertThat(everything.server().state()).isNotEqualTo(smallest.server().state());
    assertThat(everything.dns()).usingRecursiveComparison().isNotEqualTo(smallest.dns());
    assertThat(
            Stream.of(
                "clientPacketsPerSecond", "relayPortLeases", "reservePercent", "shortLeaseTime"))
        .allSatisfy(field -> differs(everything.dhcp().limits(), smallest.dhcp().limits(), field));
    assertThat(Stream.of("zone", "prefix", "aliasPrefix", "ttl", "records", "transfer", "reverse"))
        .allSatisfy(field -> differs(everything.dns(), smallest.dns(), field));
    assertThat(Stream.of("enabled", "upstreams", "cacheSize"))
        .allSatisfy(field -> differs(everything.dns().forward(), smallest.dns().forward(), field));
    assertThat(Stream.of("image", "kernelArguments", "httpPort", "ipxeDirectory", "authorizedKeys"))
        .allSatisfy(field -> differs(everything.boot(), smallest.boot(), field));
    assertThat(Stream.of("port", "portmap"))
        .allSatisfy(field -> differs(everything.nfs(), smallest.nfs(), field));
  }

  private static void differs(Object one, Object two, String field) {
    assertThat(one).extracting(field).isNotEqualTo(assertThat(two).extracting(field).actual());
  }

  @Test
  void addressesAreProbedUnlessThatIsTurnedOff() {
    String file =
        "[server]\ninterfaces=\"eth1\"\n[[dhcp.subnet]]\nsubnet=\"10.77.0.0/24\"\n[dhcp]\n";

    assertThat(probeWait(file)).contains(DhcpSettings.DEFAULT_PROBE_WAIT);
    assertThat(probeWait(file + "probe-wait=\"900ms\"")).contains(Duration.ofMillis(900));
    assertThat(probeWait(file + "probe-wait=\"900ms\"\nprobe=false")).isEmpty();
  }

  private static Optional<Duration> probeWait(String text) {
    Path any = Path.of("any");
    ConfigResult result = ConfigLoader.parse(any, text, new ConfigReading(any));
    assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    return ((ConfigResult.Loaded) result).settings().dhcp().probeWait();
  }

  @Test
  void everyKeyHasABadFileWithAProblemAtIt() throws IOException {
    Set<String> shown = new LinkedHashSet<>();
    for (Path file : files(BAD).toList()) {
      for (ConfigProblem problem : problems(file)) {
        problem.spot().map(Spot::text).ifPresent(line -> shown.add(line.split("=", 2)[0].strip()));
      }
    }
    assertThat(KnownKeys.leaves())
        .allSatisfy(key -> assertThat(shown).contains(key.substring(key.lastIndexOf('.') + 1)));
  }

  @Test
  void aGoodSettingKeepsItsPlaceForWhatIsFoundLater() {
    ConfigResult result = ConfigLoader.load(GOOD.resolve("everything.toml"));
    ConfigResult.Loaded loaded = (ConfigResult.Loaded) result;

    assertThat(loaded.places().of("server.interfaces[1]"))
        .contains(new Spot(3, 23, 8, "interfaces = [\"eth1\", \"eth2.7\"]"));
    assertThat(loaded.places().of("dhcp.subnet[1].pool[0]")).map(Spot::line).contains(25);
    assertThat(loaded.places().of("node[0].address")).map(Spot::column).contains(11);
    assertThat(loaded.places().of("node[1].address")).isEmpty();
  }

  private static Stream<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.filter(file -> name(file).endsWith(".toml")).sorted().toList();
      assertThat(found).isNotEmpty();
      return found.stream();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static ApplianceSettings load(Path file) {
    ConfigResult result = ConfigLoader.load(file);
    assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    return ((ConfigResult.Loaded) result).settings();
  }

  private static List<ConfigProblem> problems(Path file) {
    ConfigResult result = ConfigLoader.load(file);
    assertThat(result).isInstanceOf(ConfigResult.Refused.class);
    return ((ConfigResult.Refused) result).problems();
  }

  private static String text(Path file) {
    return new ConfigReport(false).text(problems(file)).replace(BAD + "/", "");
  }
}

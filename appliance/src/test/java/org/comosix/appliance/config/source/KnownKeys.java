package org.comosix.appliance.config.source;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.tomlj.Toml;

/** The keys that the loader asks for, and those that a file gives. */
final class KnownKeys {

  private static final Set<String> TABLES =
      Set.of(
          "server",
          "dhcp",
          "dhcp.subnet",
          "dhcp.class",
          "dhcp.limits",
          "dns",
          "dns.key",
          "dns.forward",
          "dns.accept-update",
          "dns.record",
          "dns.transfer",
          "dns.update",
          "boot",
          "nfs",
          "node",
          "host");

  private KnownKeys() {}

  /** As {@code dhcp.subnet.pool}; tables too. */
  static Set<String> all() {
    ConfigReading reading = new ConfigReading(Path.of("any"));
    ConfigLoader.parse(
        Path.of("any"),
        "[[dhcp.subnet]]\n[[dhcp.class]]\n[[dns.key]]\n[[dns.record]]\n[[dns.update]]\n[[dns.accept-update]]\n[[node]]\n[[host]]\n",
        reading);
    return new TreeSet<>(reading.knownKeys());
  }

  /** Those with a value. */
  static Set<String> leaves() {
    Set<String> keys = all();
    keys.removeAll(TABLES);
    return keys;
  }

  static Set<String> given(Path file) throws IOException {
    return given(Files.readString(file));
  }

  static Set<String> given(String text) {
    ConfigReading reading = new ConfigReading(Path.of("any"));
    SourceText source = new SourceText(text);
    new SettingsReader(reading).read(ConfigTable.ofFile(Toml.parse(text), source, reading));
    return reading.givenPaths().stream()
        .map(ConfigReading::withoutIndexes)
        .collect(toCollection(TreeSet::new));
  }
}

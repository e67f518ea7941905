package org.comosix.appliance.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The lab's directory: configuration, keys, logs. Removed with the lab. */
final class LabFiles {

  static final String NODE_NAME = "pc1";
  static final String ZONE = "lab.example";
  static final String PREFIXED_NAME = "om_" + NODE_NAME + "." + ZONE;
  static final String ALIAS_NAME = "om-" + NODE_NAME + "." + ZONE;

  private final Path directory;

  private LabFiles(Path directory) {
    this.directory = directory;
  }

  /** In a new directory that only root can read. */
  static LabFiles create(String prefix) {
    try {
      return new LabFiles(Files.createTempDirectory(prefix + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory for the lab", e);
    }
  }

  /** What kept and killed labs left. */
  static List<LabFiles> ofEarlierLabs(String prefix) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().matches(Pattern.quote(prefix) + "-\\d+"))
          .filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .map(LabFiles::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + temporary, e);
    }
  }

  Path configuration() {
    return directory.resolve("appliance.toml");
  }

  Path applianceLog() {
    return directory.resolve("appliance.log");
  }

  Path console() {
    return directory.resolve("console.log");
  }

  Path qemuMessages() {
    return directory.resolve("qemu.log");
  }

  Path key() {
    return directory.resolve("id_ed25519");
  }

  Path directory() {
    return directory;
  }

  /** Writes what an admin would write: a subnet, a zone, an image, one known PC. */
  void writeConfiguration(Path state, String image) {
    List<String> lines =
        List.of(
            "[server]",
            "interfaces = [\"" + LabNetwork.SERVER_INTERFACE + "\"]",
            "state = \"" + state + "\"",
            "[dhcp]",
            "lease-time = \"12h\"",
            "[[dhcp.subnet]]",
            "subnet = \"" + LabNetwork.SUBNET + "\"",
            "pool = \"10.77.0.50-10.77.0.150\"",
            "[dns]",
            "zone = \"" + ZONE + "\"",
            "prefix = \"om_\"",
            "[boot]",
            "image = \"" + image + "\"",
            "authorized-keys = \"" + key() + ".pub\"",
            "kernel-arguments = \"console=tty0 console=ttyS0 mitigations=off\"",
            "[[node]]",
            "name = \"" + NODE_NAME + "\"",
            "mac = \"" + VirtualPc.MAC + "\"",
            "address = \"10.77.0.11\"");
    try {
      Files.write(configuration(), lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + configuration(), e);
    }
  }

  void delete() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }
}

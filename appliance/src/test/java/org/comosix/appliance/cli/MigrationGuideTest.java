package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every command of "Coming from another DHCP server" in docs/operating.md does what it says. */
final class MigrationGuideTest {

  private static final Path GUIDE = Path.of("../docs/operating.md");

  /** The guide's files, as real servers wrote them. */
  private static final Map<String, String> FILES =
      Map.of(
          "/etc/dhcp/dhcpd.conf", "hosts/dhcpd.conf",
          "/etc/dnsmasq.conf", "hosts/dnsmasq.conf",
          "/etc/kea/kea-dhcp4.conf", "hosts/kea-dhcp4.conf",
          "/var/lib/dhcp/dhcpd.leases", "isc-dhcpd.leases",
          "/var/lib/misc/dnsmasq.leases", "dnsmasq.leases",
          "/var/lib/kea/kea-leases4.csv.2", "kea-leases4.csv.2",
          "/var/lib/kea/kea-leases4.csv", "kea-leases4.csv");

  private final Path directory;

  MigrationGuideTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    boolean inGuide = false;
    boolean inBlock = false;
    for (String line : Files.readAllLines(GUIDE)) {
      if (line.startsWith("## ")) {
        inGuide = line.equals("## Coming from another DHCP server");
      } else if (line.startsWith("```")) {
        inBlock = !inBlock;
      } else if (inGuide && inBlock) {
        commands.add(line);
      }
    }
    return commands;
  }

  @Test
  void everyCommandWorks() throws IOException {
    List<String> commands = commands();
    assertThat(commands).hasSize(7);
    for (int i = 0; i < commands.size(); i++) {
      assertThat(commands.get(i)).startsWith("comosix ");
      run(commands.get(i), directory.resolve(Integer.toString(i)));
    }
  }

  private void run(String command, Path home) throws IOException {
    Files.createDirectories(home.resolve("state"));
    Path config =
        Files.writeString(
            home.resolve("a.toml"),
            """
            server = { interfaces = "eth1", state = "%s/state" }
            dhcp.subnet = [{ subnet = "10.44.0.0/24" }, { subnet = "10.77.0.0/16" }, { subnet = "10.78.0.0/16" }]
            """
                .formatted(home));
    List<String> arguments = new ArrayList<>();
    for (String word : List.of(command.split(" ", -1)).subList(1, command.split(" ", -1).length)) {
      arguments.add(word.startsWith("/") ? copy(word, home) : word);
    }
    arguments.addAll(List.of("--config", config.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = ComosixCommand.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

    int code = line.execute(arguments.toArray(String[]::new));

    assertThat(code).as(command + "\n" + out + err).isZero();
    assertThat(out.toString())
        .as(command)
        .containsPattern("\\[\\[host]]|\\d+ leases (would be )?imported");
  }

  private static String copy(String path, Path home) throws IOException {
    String resource = "/leases/" + FILES.get(path);
    Path copy = home.resolve(Path.of(path).getFileName());
    try (var in = MigrationGuideTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(path).isNotNull();
      Files.write(copy, in.readAllBytes());
    }
    return copy.toString();
  }
}

package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The lease commands on a state directory, while no appliance runs. */
final class LeasesCommandTest {

  private static final String DNSMASQ =
      """
      4102444800 52:54:00:00:00:01 10.77.0.51 printer *
      4102444800 52:54:00:12:34:56 10.77.0.11 windows *
      1000 52:54:00:00:00:02 10.77.0.52 * *
      """;

  private final Path directory;

  LeasesCommandTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectory(directory.resolve("state"));
    Files.writeString(
        directory.resolve("a.toml"),
        """
        server = { interfaces = "eth1", state = "%s/state" }
        [[dhcp.subnet]]
        subnet = "10.77.0.0/24"
        pool = "10.77.0.50-10.77.0.60"
        [[node]]
        name = "pc1"
        mac = "52:54:00:12:34:56"
        address = "10.77.0.11"
        """
            .formatted(directory));
  }

  private record Run(int code, String out, String err) {}

  private Run run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--config", directory.resolve("a.toml").toString()));
    CommandLine line = ComosixCommand.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(all.toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static String resource(String name) throws IOException {
    try (var in = LeasesCommandTest.class.getResourceAsStream("/leases/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Run imported() throws IOException {
    return run("leases", "import", file("dnsmasq.leases", DNSMASQ));
  }

  @Test
  void nothingYet() {
    assertThat(run("leases", "list"))
        .isEqualTo(new Run(0, "no leases that are meant; --only all shows more\n", ""));
    assertThat(run("leases", "show", "pc1"))
        .isEqualTo(new Run(ExitCode.FAILED, "", "comosix: no lease is known for pc1\n"));
    assertThat(run("leases", "release", "pc1").err()).contains("no active lease is known for pc1");
    assertThat(run("leases", "export").out()).isEqualTo("{\"leases\":[]}\n");
  }

  @Test
  void importThenList() throws IOException {
    assertThat(imported()).isEqualTo(new Run(0, "3 leases imported\n", ""));
    assertThat(imported().out()).isEqualTo("0 leases imported, 3 known\n");

    assertThat(run("leases", "list").out())
        .containsPattern("(?m)^10\\.77\\.0\\.11 +52:54:00:12:34:56 +pc1 +node +active +in \\d+d")
        .containsPattern("(?m)^10\\.77\\.0\\.51 +52:54:00:00:00:01 +printer +host +active")
        .endsWith("2 leases\n");
    assertThat(run("leases", "list", "--only", "expired").out())
        .contains("10.77.0.52")
        .contains("ago")
        .endsWith("1 lease\n");
    assertThat(run("leases", "list").out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void filtersNarrowTheList() throws IOException {
    imported();

    assertThat(run("leases", "list", "--role", "host", "--only", "all").out())
        .endsWith("2 leases\n");
    assertThat(run("leases", "list", "--name", "PRI").out())
        .contains("printer")
        .endsWith("1 lease\n");
    assertThat(run("leases", "list", "--mac", "52-54-00-12-34-56").out()).endsWith("1 lease\n");
    assertThat(run("leases", "list", "--subnet", "10.77.0.48/28").out()).endsWith("1 lease\n");
    assertThat(run("leases", "list", "--subnet", "10.77.0.0/33").code()).isEqualTo(ExitCode.USAGE);
    assertThat(run("leases", "list", "--json", "--name", "pc1").out())
        .startsWith("{\"leases\":[{\"address\":\"10.77.0.11\",\"mac\":\"52:54:00:12:34:56\"");
  }

  @Test
  void showTellsAllAndReleaseEndsIt() throws IOException {
    imported();

    assertThat(run("leases", "show", "printer").out())
        .startsWith("10.77.0.51 · printer\n")
        .contains("active: the machine may use the address")
        .contains("host: it has an address and its plain name")
        .contains("2100-01-01T00:00:00Z");
    assertThat(run("leases", "release", "52:54:00:00:00:01").out())
        .isEqualTo("ended the lease of 52:54:00:00:00:01 at 10.77.0.51\n");
    assertThat(run("leases", "show", "10.77.0.51").out()).contains("released: given back");
    assertThat(run("leases", "release", "10.77.0.51").code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void dryRunChangesNothing() throws IOException {
    assertThat(run("leases", "import", "--dry-run", file("d", DNSMASQ)).out())
        .isEqualTo("3 leases would be imported\n");
    assertThat(run("leases", "list", "--only", "all").out()).isEqualTo("no leases\n");
  }

  @Test
  void aLineThatIsNotUnderstoodStopsTheImport() throws IOException {
    String file = file("d", DNSMASQ + "soon 52:54:00:00:00:03 10.77.0.53 x *\n");

    Run refused = run("leases", "import", file);

    assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.out())
        .isEqualTo(
            file
                + ":4:1: not-understood: expected seconds since 1970, not \"soon\"\n"
                + "nothing was imported; --partly takes what is understood\n");
    assertThat(run("leases", "list", "--only", "all").out()).isEqualTo("no leases\n");
    assertThat(run("leases", "import", "--partly", file).out()).endsWith("3 leases imported\n");
  }

  @Test
  void whatIsOutsideOrReservedIsNamed() throws IOException {
    String file =
        file(
            "d",
            """
            4102444800 52:54:00:00:00:01 10.88.0.51 a *
            4102444800 52:54:00:00:00:02 10.77.0.11 b *
            """);

    Run run = run("leases", "import", file);

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out())
        .isEqualTo(
            file
                + ":1:1: outside: 10.88.0.51: it is in none of the configured subnets\n"
                + file
                + ":2:1: reserved: 10.77.0.11: the address is reserved for pc1\n"
                + "0 leases imported, 1 outside, 1 reserved\n");
    assertThat(run("leases", "import", "--json", file).out())
        .contains("\"counts\":{\"outside\":1,\"reserved\":1}");
  }

  @Test
  void ofSeveralFilesTheLaterHasTheLastWord() throws IOException {
    String older = file("a", "4102444800 52:54:00:00:00:01 10.77.0.51 old *\n");
    String newer = file("b", "4102444800 52:54:00:00:00:02 10.77.0.51 new *\n");

    assertThat(run("leases", "import", older, newer).out()).isEqualTo("1 lease imported\n");

    assertThat(run("leases", "list").out()).contains("new").doesNotContain("old");
  }

  @Test
  void exportIsReadBackInEveryForm() throws IOException {
    imported();
    for (String format : List.of("json", "isc", "kea", "dnsmasq")) {
      String file = directory.resolve("out." + format).toString();
      assertThat(run("leases", "export", "--format", format, file).out())
          .isEqualTo("wrote 3 leases to " + file + "\n");

      assertThat(run("leases", "import", file).code()).as(format).isZero();
    }
    assertThat(run("leases", "export", "--format", "csv").out().lines()).hasSize(4);
  }

  @Test
  void filesThatAreNotThereOrNoLeaseFiles() throws IOException {
    assertThat(run("leases", "import", directory + "/none").err())
        .isEqualTo("comosix: there is no file " + directory + "/none\n");
    assertThat(run("leases", "import", file("x", "hello\n")).out())
        .contains("it looks like no lease file; say --format");
    assertThat(run("reload").err()).startsWith("comosix: no appliance serves from ");
  }

  @Test
  void hostsBecomeTextThatGoesTogetherWithTheConfiguration() throws IOException {
    String dhcpd =
        file("dhcpd.conf", resource("hosts/dhcpd.conf").replace("10.77.0.11;", "10.77.0.14;"));

    Run run = run("convert-hosts", "--as", "host", dhcpd);

    // pc1 is known already, under the same name and hardware address.
    assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(run.out()).contains("[[host]]\nname = \"laserjet\"\nmac = \"00:1b:a9:00:00:01\"");
    assertThat(run.err())
        .contains(dhcpd + ":26:7: host pc2.lab.example: \"option routers 10.77.0.254\" is left out")
        .contains("52:54:00:12:34:5c is left out: it has no address of its own")
        .contains("these-entries:");

    String printers =
        file(
            "hosts",
            "host printer1 { hardware ethernet 00:1b:a9:00:00:01; fixed-address 10.77.0.21; }\n");
    assertThat(run("convert-hosts", "--as", "host", printers))
        .isEqualTo(
            new Run(
                0,
                "[[host]]\nname = \"printer1\"\nmac = \"00:1b:a9:00:00:01\"\naddress ="
                    + " \"10.77.0.21\"\n\n",
                ""));
  }

  @Test
  void damagedJournalIsToldAndRepairedAndWhatIsLeftIsThere() throws IOException {
    imported();
    run("leases", "release", "printer");
    Path journal = directory.resolve("state/leases/leases.journal");
    assertThat(run("leases", "check")).isEqualTo(new Run(0, "4 records of 3 addresses\n", ""));
    byte[] bytes = Files.readAllBytes(journal);
    bytes[40] ^= 1;
    Files.write(journal, bytes);

    Run check = run("leases", "check");
    assertThat(check.code()).isEqualTo(ExitCode.FAILED);
    assertThat(check.out()).startsWith("1 records of 1 addresses\ndamaged: bytes 12 to ");
    assertThat(run("leases", "import", file("more", DNSMASQ)).err())
        .contains("is damaged: bytes 12 to ", "\"comosix leases repair\"");
    assertThat(run("leases", "repair").out())
        .startsWith("repaired; the damaged journal is kept as " + journal + ".damaged-");

    assertThat(run("leases", "check").out()).isEqualTo("1 records of 1 addresses\n");
    assertThat(run("leases", "repair").out()).isEqualTo("the journal is not damaged\n");
    assertThat(imported().code()).isEqualTo(ExitCode.OK);
  }
}

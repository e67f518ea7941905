package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator's commands while the appliance serves real clients, in network namespaces.
 *
 * <p>Needs root and the packages udhcpc, kea-admin (perfdhcp), bind9-dnsutils, curl and iproute2.
 */
final class OperationsIT {

  private static final String SUBNET =
      "[[dhcp.subnet]]\nsubnet = \"10.99.0.0/16\"\npool = \"10.99.1.0-10.99.%d.255\"\n";
  private static final int RELOADS = 20;

  private final Path directory;
  private final ServedLab lab;

  OperationsIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ServedLab(directory);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  @Test
  void noExchangeIsLostWhileTheConfigurationIsReadTwentyTimes() throws Exception {
    lab.configure(SUBNET.formatted(50));
    lab.serve();
    lab.inClient("ip", "addr", "add", "10.99.0.2/16", "dev", ServedLab.CLIENT_INTERFACE);
    Path report = directory.resolve("perfdhcp");
    Process load =
        lab.startInClient(
            report,
            "perfdhcp",
            "-4",
            "-l",
            ServedLab.CLIENT_INTERFACE,
            "-r",
            "200",
            "-R",
            "3000",
            "-p",
            "15",
            "-W",
            "2000000",
            "10.99.0.1");

    int reloads = 0;
    while (load.isAlive()) {
      String node =
          "[[node]]\nname = \"n%1$d\"\nmac = \"52:54:00:bb:00:%1$02x\"\n".formatted(reloads);
      lab.configure(SUBNET.formatted(50 + reloads % 100) + node);
      assertThat(lab.comosix("reload").out())
          .isEqualTo("reloaded: 1 subnets, 1 machines known by name\n");
      reloads++;
      // The load lasts fifteen seconds: the reloads are spread over it, not over before it begins.
      load.waitFor(400, TimeUnit.MILLISECONDS);
    }

    assertThat(reloads).isGreaterThanOrEqualTo(RELOADS);
    String said = Files.readString(report);
    String counters = counters();
    long discovers = count(said, "DISCOVER-OFFER", "sent packets");
    long requests = count(said, "REQUEST-ACK", "sent packets");
    assertThat(requests).as(said).isGreaterThan(1000);
    // Everything that was sent came in, and everything that came in was answered; what perfdhcp
    // calls a drop is what it did not wait for.
    assertThat(counted(counters, "received", "DISCOVER")).as(said + counters).isEqualTo(discovers);
    assertThat(counted(counters, "sent", "OFFER")).as(said + counters).isEqualTo(discovers);
    assertThat(counted(counters, "received", "REQUEST")).as(said + counters).isEqualTo(requests);
    assertThat(counted(counters, "sent", "ACK")).as(said + counters).isEqualTo(requests);
  }

  private static long count(String report, String exchange, String what) {
    Matcher found =
        Pattern.compile("Statistics for: " + exchange + ".*?" + what + ": (\\d+)", Pattern.DOTALL)
            .matcher(report);
    assertThat(found.find()).as(report).isTrue();
    return Long.parseLong(found.group(1));
  }

  private String counters() throws IOException, InterruptedException {
    return lab.inClient("curl", "-sS", "--fail", "http://10.99.0.1/v1/counters");
  }

  /** By the appliance's own counters. */
  private static long counted(String counters, String direction, String type) {
    Matcher found =
        Pattern.compile(
                "\"[^\"]*" + direction + "[^\"]*" + type + "\":(\\d+)", Pattern.CASE_INSENSITIVE)
            .matcher(counters);
    assertThat(found.find()).as(counters).isTrue();
    return Long.parseLong(found.group(1));
  }

  @Test
  void aReleasedLeaseIsGoneAndSoIsItsName() throws Exception {
    lab.configure(SUBNET.formatted(1));
    lab.serve();
    lab.inClient(
        "udhcpc",
        "-i",
        ServedLab.CLIENT_INTERFACE,
        "-n",
        "-q",
        "-f",
        "-s",
        "/bin/true",
        "-x",
        "hostname:laptop");
    lab.inClient("ip", "addr", "add", "10.99.0.2/16", "dev", ServedLab.CLIENT_INTERFACE);
    assertThat(lab.comosix("leases", "list").out()).contains("laptop").endsWith("1 lease\n");
    String address = resolved();
    assertThat(address).startsWith("10.99.1.");

    ServedLab.Done done = lab.comosix("leases", "release", "laptop");

    assertThat(done.out()).isEqualTo("ended the lease of 52:54:00:aa:00:01 at " + address + "\n");
    assertThat(resolved()).isEmpty();
    assertThat(lab.comosix("leases", "show", address).out()).contains("released: given back");
    assertThat(lab.comosix("leases", "release", "laptop").code()).isEqualTo(ExitCode.FAILED);
  }

  private String resolved() throws IOException, InterruptedException {
    String label =
        lab.comosix("leases", "list", "--json", "--only", "all").out().contains("\"role\":\"node\"")
            ? "om-laptop"
            : "laptop";
    return lab.inClient("dig", "+short", "@10.99.0.1", label + ".lab.example", "A")
        .lines()
        .filter(line -> line.startsWith("10."))
        .findFirst()
        .orElse("");
  }

  @Test
  void aChangeThatNeedsARestartIsNamedAndNothingChanges() throws Exception {
    lab.configure(SUBNET.formatted(1));
    lab.serve();
    lab.configure(
        SUBNET.formatted(1)
            + "[nfs]\nport = 2050\n[[node]]\nname = \"pc1\"\nmac = \"52:54:00:bb:00:01\"\n");

    ServedLab.Done refused = lab.comosix("reload");

    assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).isEqualTo("needs a restart: nfs.port; nothing has changed\n");
  }

  @Test
  void aWrongFileIsRefusedWithItsPlaces() throws Exception {
    lab.configure(SUBNET.formatted(1));
    lab.serve();
    lab.configure("[[dhcp.subnet]]\nsubnet = \"10.99.0.0/16\"\npool = \"10.98.0.1\"\n");

    ServedLab.Done refused = lab.comosix("reload", "--state", lab.state().toString());

    assertThat(refused.code()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(refused.err()).contains("appliance.toml:6:8: error:").contains("1 problem");
  }

  @Test
  void leasesOfAnotherServerAreTakenOverWhileServing() throws Exception {
    lab.configure(SUBNET.formatted(1));
    lab.serve();
    Path file = directory.resolve("dnsmasq.leases");
    Files.writeString(file, "4102444800 52:54:00:aa:00:01 10.99.1.77 laptop *\n");

    assertThat(lab.comosix("leases", "import", file.toString()).out())
        .isEqualTo("1 lease imported\n");

    assertThat(
            lab.inClient(
                "udhcpc", "-i", ServedLab.CLIENT_INTERFACE, "-n", "-q", "-f", "-s", "/bin/true"))
        .contains("lease of 10.99.1.77 obtained");
  }

  @Test
  void anotherUserIsRefusedEvenWhereTheFileLetsHimIn() throws Exception {
    lab.configure(SUBNET.formatted(1));
    lab.serve();
    Path socket = lab.state().resolve("control.sock");
    ServedLab.run("chmod", "0711", lab.state().toString(), directory.toString());
    ServedLab.run("chmod", "0777", socket.toString());

    // What curl makes of the answer is its own affair: it is no HTTP.
    String said =
        ServedLab.run(
            "sh",
            "-c",
            "setpriv --reuid=65534 --clear-groups curl -sS --http0.9 --unix-socket "
                + socket
                + " http://x/ 2>&1 || true");

    assertThat(said).contains("not permitted for user 65534");
  }
}

package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One port of a switch floods the appliance at full speed while honest machines boot and renew.
 *
 * <p>Needs root and the packages udhcpc, iproute2 and curl.
 */
final class FloodIT {

  private static final String KNOWN = "52:54:00:aa:02:01";
  private static final String STRANGER = "52:54:00:aa:02:02";
  private static final String ATTACKER = "52:54:00:aa:02:66";

  /**
   * More than the flooder sends before the test ends it; it ends by itself if the test is killed.
   */
  private static final long MOST_PACKETS = 20_000_000;

  /** A client's own patience: it asks once a second, as often as this. */
  private static final String TRIES = "20";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final FloodLab lab;

  FloodIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new FloodLab(directory);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  @Test
  void honestMachinesBootAndRenewInAFloodAndEveryPacketIsAccountedFor() throws Exception {
    Process server = lab.serve(configuration());
    String known = lab.machine("known", KNOWN);
    String stranger = lab.machine("stranger", STRANGER);
    Process renewing = keepsALease(known);
    Process flooder = lab.flood(lab.machine("attacker", ATTACKER), KNOWN, MOST_PACKETS);

    // udhcpc renews when it is told so, and its script hears of it.
    assertTimeoutPreemptively(PATIENCE, () -> renews(known, renewing));
    assertThat(assertTimeoutPreemptively(PATIENCE, () -> boots(stranger))).startsWith("10.99.0.");
    renewing.destroyForcibly().waitFor();
    assertThat(assertTimeoutPreemptively(PATIENCE, () -> boots(known))).isEqualTo("10.99.0.11");

    assertThat(flooder.isAlive()).as("the flood lasts to here").isTrue();
    flooder.destroyForcibly().waitFor();
    assertThat(server.isAlive()).isTrue();
    everyPacketIsAccountedFor();
    warningsAreFewAndNameTheReasons();
  }

  private String configuration() {
    return """
    [server]
    interfaces = ["br0"]
    state = "%s"
    [[dhcp.subnet]]
    subnet = "10.99.0.0/24"
    pool = "10.99.0.50-10.99.0.150"
    [[node]]
    name = "pc1"
    mac = "%s"
    address = "10.99.0.11"
    """
        .formatted(directory.resolve("state"), KNOWN);
  }

  /** A client that stays; its script sets the address and tells of each step. */
  private Process keepsALease(String namespace) throws Exception {
    String script =
        script(
            "stays",
            """
            [ -n "$ip" ] && ip addr replace $ip/24 dev $interface
            echo "step=$1"
            """);
    return lab.start(
        namespace,
        "step=bound",
        List.of("udhcpc", "-i", FloodLab.PORT, "-f", "-R", "-s", script, "-A", "1"));
  }

  private Void renews(String namespace, Process client) throws Exception {
    new ProcessBuilder("kill", "-USR1", String.valueOf(client.pid())).start().waitFor();
    Path log = lab.logOf(namespace);
    while (!Files.exists(log) || !Files.readString(log).contains("renew")) {
      Thread.onSpinWait();
    }
    return null;
  }

  private String boots(String namespace) throws Exception {
    Path told = directory.resolve(namespace + ".ip");
    String script = script("boots", "[ \"$1\" = bound ] && echo \"$ip\" > " + told);
    lab.in(
        namespace,
        "udhcpc",
        "-i",
        FloodLab.PORT,
        "-n",
        "-q",
        "-f",
        "-t",
        TRIES,
        "-T",
        "1",
        "-s",
        script);
    return Files.readString(told).strip();
  }

  private String script(String name, String body) throws IOException {
    Path script = directory.resolve(name + ".sh");
    Files.writeString(script, "#!/bin/sh\n" + body + "\nexit 0\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }

  /**
   * What the kernel handed over was answered or dropped for a reason; the rest it dropped itself.
   */
  private void everyPacketIsAccountedFor() throws IOException, InterruptedException {
    Map<String, Long> ours = lab.counters();
    Map<String, Long> kernel = lab.kernelCounters();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!agree(ours, kernel) && System.nanoTime() < deadline) {
      ours = lab.counters();
      kernel = lab.kernelCounters();
    }
    String counted = "kernel " + kernel + ", DHCP " + nonZero(ours) + ", heard " + heard(ours);
    System.out.println("flood: " + counted);
    assertThat(agree(ours, kernel)).as(counted).isTrue();
    assertThat(ours.get("ignored.malformed")).isPositive();
    assertThat(ours.get("ignored.client-too-fast")).isPositive();
    assertThat(ours.get("ignored.no-subnet")).isPositive();
    assertThat(ours.get("ignored.internal-error")).isZero();
  }

  /** One that waits for a probe is counted for that, and once more when it is decided again. */
  private static boolean agree(Map<String, Long> ours, Map<String, Long> kernel) {
    long heard = heard(ours);
    long received = count(kernel, "InDatagrams");
    return received <= heard
        && heard - count(ours, "ignored.waits-for-probe") <= received
        && count(ours, "ignored.socket-buffer-full") == count(kernel, "RcvbufErrors");
  }

  private static long heard(Map<String, Long> counters) {
    return counters.entrySet().stream()
        .filter(counter -> counter.getKey().matches("(sent|ignored)\\..*"))
        .filter(counter -> !counter.getKey().equals("ignored.socket-buffer-full"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static long count(Map<String, Long> counters, String name) {
    return Objects.requireNonNull(counters.get(name), name);
  }

  private static String nonZero(Map<String, Long> counters) {
    return counters.entrySet().stream().filter(each -> each.getValue() > 0).toList().toString();
  }

  private void warningsAreFewAndNameTheReasons() throws IOException {
    List<String> warnings;
    try (var lines = Files.lines(lab.serverLog())) {
      warnings = lines.filter(line -> line.contains("WARN") && line.contains(" dhcp.")).toList();
    }
    assertThat(warnings)
        .hasSizeLessThan(20)
        .anyMatch(line -> line.contains("dhcp.malformed"))
        .anyMatch(line -> line.contains("dhcp.client-too-fast") && line.contains(KNOWN));
  }
}

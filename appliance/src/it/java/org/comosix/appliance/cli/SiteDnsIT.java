package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole appliance beside a BIND 9 that it tells its names, and a real client.
 *
 * <p>Needs root and the packages udhcpc, bind9, bind9-dnsutils, curl and iproute2.
 */
final class SiteDnsIT {

  private static final String SECRET = "bm90IGEgc2VjcmV0LCBidXQgdGhpcnR5LXR3byBieXRlcw==";
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final Path directory;
  private final ServedLab lab;

  SiteDnsIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ServedLab(directory);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  private Process bind() throws Exception {
    Path named = directory.resolve("named.conf");
    if (!Files.exists(named)) {
      Files.writeString(
          directory.resolve("lab.zone"),
          "$TTL 60\n@ SOA ns.invalid. h.invalid. 1 3600 600 604800 5\n@ NS ns.invalid.\n");
      Files.writeString(
          named,
          """
          options {
            directory "%1$s"; listen-on port 5353 { 127.0.0.1; }; listen-on-v6 { none; };
            pid-file none; session-keyfile none; recursion no; dnssec-validation no; notify no;
          };
          controls { };
          key "ddns" { algorithm hmac-sha256; secret "%2$s"; };
          zone "lab.example" {
            type primary; file "%1$s/lab.zone"; allow-update { key "ddns"; }; check-names ignore;
          };
          """
              .formatted(directory, SECRET));
    }
    Path log = directory.resolve("named.log");
    Process process = lab.startInServer(log, "named", "-g", "-n", "1", "-c", named.toString());
    until(() -> dig("lab.example", "SOA").contains("ns.invalid."), log);
    return process;
  }

  private void configure(String secret) throws IOException {
    Path key = Files.writeString(directory.resolve("ddns.key"), secret);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    lab.configure(
        """
        [[dhcp.subnet]]
        subnet = "10.99.0.0/16"
        pool = "10.99.1.0-10.99.1.255"
        [[dns.key]]
        name = "ddns"
        secret-file = "%s"
        [[dns.update]]
        server = "127.0.0.1:5353"
        zones = "lab.example"
        key = "ddns"
        """
            .formatted(key));
  }

  /** The client's hardware address is the same each time. */
  private void takeLease() throws Exception {
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
    lab.inClient("ip", "addr", "replace", "10.99.0.2/16", "dev", ServedLab.CLIENT_INTERFACE);
  }

  private String dig(String name, String type) throws IOException, InterruptedException {
    return lab.inServer(
        "sh",
        "-c",
        "dig +short +tries=1 +time=1 @127.0.0.1 -p 5353 " + name + " " + type + " || true");
  }

  private String health() throws IOException, InterruptedException {
    return lab.inClient("curl", "-sS", "--fail", "http://10.99.0.1/v1/health").strip();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void until(Condition condition, Path log) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(Files.readString(log));
      }
      Thread.sleep(100);
    }
  }

  @Test
  void aLeaseIsNamedThereAndTakenBackAlthoughBothSidesWereKilledMeanwhile() throws Exception {
    Path log = directory.resolve("named.log");
    Process bind = bind();
    configure(SECRET);
    Process appliance = lab.serve();
    takeLease();

    until(() -> dig("laptop.lab.example", "A").startsWith("10.99.1."), log);
    assertThat(dig("laptop.lab.example", "DHCID")).startsWith("AAAB");
    assertThat(health()).isEqualTo("{}");
    assertThat(lab.inClient("curl", "-sS", "--fail", "http://10.99.0.1/v1/counters"))
        .contains("\"127.0.0.1:5353.done\":1");

    bind.destroyForcibly().waitFor();
    assertThat(lab.comosix("leases", "release", "laptop").code()).isZero();
    until(() -> health().contains("unreachable, 1 names wait"), log);
    appliance.destroyForcibly().waitFor();
    bind();
    assertThat(dig("laptop.lab.example", "A")).startsWith("10.99.1.");

    lab.serve();
    until(() -> dig("laptop.lab.example", "A").isEmpty(), log);
    until(() -> dig("laptop.lab.example", "DHCID").isEmpty(), log);
    assertThat(health()).isEqualTo("{}");
  }

  @Test
  void aSecretThatIsNotTheServersIsInTheHealthDocument() throws Exception {
    bind();
    configure("b3RoZXI=");
    lab.serve();
    takeLease();

    until(() -> health().contains("dns-update"), directory.resolve("named.log"));
    assertThat(health()).contains("BADSIG", "the secret of the key ddns");
  }
}

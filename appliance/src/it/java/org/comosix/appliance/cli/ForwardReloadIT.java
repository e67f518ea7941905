package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole appliance asks dnsmasq, and other servers after {@code comosix reload}.
 *
 * <p>Needs root and the packages dnsmasq-base, bind9-dnsutils and iproute2.
 */
final class ForwardReloadIT {

  private static final int QUERIES = 5000;
  private static final int RELOADS = 10;

  private final Path directory;
  private final ServedLab lab;

  ForwardReloadIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ServedLab(directory);
    upstream(5301, "192.0.2.1");
    upstream(5302, "192.0.2.2");
    lab.inClient("ip", "addr", "add", "10.99.0.2/16", "dev", ServedLab.CLIENT_INTERFACE);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  /** Answers every name in {@code test} with one address. */
  private void upstream(int port, String address) throws IOException {
    lab.startInServer(
        directory.resolve("dnsmasq" + port),
        "dnsmasq",
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--pid-file=",
        "--no-resolv",
        "--no-hosts",
        "--bind-interfaces",
        "--listen-address=127.0.0.1",
        "--port=" + port,
        "--address=/test/" + address);
  }

  private void configure(String forward) throws IOException {
    lab.configure(
        "dns.forward = { " + forward + " }\n[[dhcp.subnet]]\nsubnet = \"10.99.0.0/16\"\n");
  }

  private String dig(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("dig", "@10.99.0.1", "+tries=1"));
    all.addAll(List.of(arguments));
    return lab.inClient(all.toArray(String[]::new));
  }

  @Test
  void noQueryIsLostWhileOtherServersAreNamed() throws Exception {
    configure("upstreams = \"127.0.0.1:5301\"");
    lab.serve();
    Path names = directory.resolve("names");
    Files.write(names, IntStream.range(0, QUERIES).mapToObj(i -> "n" + i + ".test").toList());
    Path report = directory.resolve("answers");
    Process load =
        lab.startInClient(
            report, "dig", "@10.99.0.1", "+tries=1", "+time=8", "+short", "-f", names.toString());

    int reloads = 0;
    while (load.isAlive() || reloads < RELOADS) {
      configure("upstreams = \"127.0.0.1:530" + (reloads % 2 + 1) + "\"");
      assertThat(lab.comosix("reload").code()).isZero();
      reloads++;
    }

    assertThat(Files.readAllLines(report)).hasSize(QUERIES).containsOnly("192.0.2.1", "192.0.2.2");
  }

  @Test
  void aReloadChangesServersAndTheSwitch() throws Exception {
    configure("upstreams = \"127.0.0.1:5301\"");
    lab.serve();
    assertThat(dig("a.test")).contains("status: NOERROR", "flags: qr rd ra;", "192.0.2.1");

    configure("upstreams = \"127.0.0.1:5302\"");
    lab.comosix("reload");
    assertThat(dig("a.test")).contains("192.0.2.2");

    configure("enabled = false");
    lab.comosix("reload");
    assertThat(dig("a.test")).contains("status: REFUSED", "flags: qr rd;");
  }

  @Test
  void aClientOfAnotherNetworkIsRefused() throws Exception {
    configure("upstreams = \"127.0.0.1:5301\"");
    lab.serve();
    lab.inClient("ip", "addr", "add", "10.98.0.2/16", "dev", ServedLab.CLIENT_INTERFACE);
    lab.inServer("ip", "route", "add", "10.98.0.0/16", "dev", "opserver");

    assertThat(dig("a.test")).contains("192.0.2.1");
    assertThat(dig("-b", "10.98.0.2", "a.test"))
        .contains("status: REFUSED", "flags: qr rd;")
        .doesNotContain("192.0.2.1");
    assertThat(dig("-b", "10.98.0.2", "+tcp", "a.test")).contains("status: REFUSED");
  }
}

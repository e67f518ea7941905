package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes of our zones by nsupdate (BIND), certbot and the second half of another DHCP server
 * (Kea's D2).
 *
 * <p>Needs the packages bind9, bind9-dnsutils, python3-certbot-dns-rfc2136 and
 * kea-dhcp-ddns-server.
 */
class AcceptedUpdatesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String DHCP_KEY = AcceptingServer.DHCP_KEY;

  private final Path directory;
  private int port;
  private int secondaryPort;
  private Optional<AcceptingServer> server = Optional.empty();

  AcceptedUpdatesIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void choosePorts() throws IOException {
    port = AcceptingServer.portFreeForBoth();
    secondaryPort = AcceptingServer.portFreeForBoth();
    serve();
  }

  private void serve() {
    server = Optional.of(new AcceptingServer(journal(), port, secondaryPort));
  }

  private Path journal() {
    return directory.resolve("state/journal");
  }

  @AfterEach
  void stop() {
    server.ifPresent(AcceptingServer::close);
  }

  private record Done(int code, String output) {}

  private static Done run(String input, List<String> command) throws Exception {
    return run(input, command, Map.of());
  }

  private static Done run(String input, List<String> command, Map<String, String> environment)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Done(process.waitFor(), output.strip());
  }

  private Done nsupdate(String key, boolean tcp, String... lines) throws Exception {
    String signature =
        key.isEmpty() ? "" : "key hmac-sha256:" + key + " " + AcceptingServer.SECRET_64 + "\n";
    return run(
        "check-names off\nserver "
            + AcceptingServer.ADDRESS
            + " "
            + port
            + "\n"
            + signature
            + "zone "
            + (String.join("", lines).contains("in-addr") ? AcceptingServer.REVERSE : "lab.example")
            + "\n"
            + String.join("\n", lines)
            + "\nsend\n",
        List.of("nsupdate", tcp ? "-v" : "-t10"));
  }

  private void change(String... lines) throws Exception {
    assertThat(nsupdate(DHCP_KEY, false, lines)).isEqualTo(new Done(0, ""));
  }

  private String dig(String question) throws Exception {
    return dig(port, question);
  }

  private static String dig(int at, String question) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("dig", "@127.0.0.1", "-p", "" + at, "+short", "+tries=1", "+time=5"));
    command.addAll(List.of(question.split(" ", -1)));
    return run("", command).output();
  }

  @ParameterizedTest
  @CsvSource({
    "nxdomain new, NOERROR",
    "nxdomain there, YXDOMAIN",
    "nxdomain om_pc1, YXDOMAIN",
    "yxdomain there, NOERROR",
    "yxdomain new, NXDOMAIN",
    "yxdomain om_pc1, NOERROR",
    "nxrrset there A, NOERROR",
    "nxrrset there TXT, YXRRSET",
    "nxrrset om_pc1 DHCID, NOERROR",
    "yxrrset there TXT, NOERROR",
    "yxrrset there A, NXRRSET",
    "yxrrset om_pc1 A, NOERROR",
    "yxrrset there TXT \"a text\", NOERROR",
    "yxrrset there TXT \"another\", NXRRSET",
    "yxrrset om_pc1 A 10.77.0.11, NOERROR",
    "yxrrset om_pc1 A 10.77.0.12, NXRRSET",
    "yxrrset om_pc1 DHCID, NXRRSET"
  })
  void eachPrerequisite(String prerequisite, String rcode) throws Exception {
    change("update add there.lab.example. 60 TXT \"a text\"");
    String[] words = prerequisite.split(" ", 3);
    String whole =
        "prereq "
            + words[0]
            + " "
            + words[1]
            + ".lab.example. "
            + (words.length > 2 ? words[2] : "");
    for (boolean tcp : new boolean[] {false, true}) {
      Done done = nsupdate(DHCP_KEY, tcp, whole, "update add x.lab.example. 60 A 10.77.0.66");
      assertThat(done)
          .isEqualTo(
              rcode.equals("NOERROR") ? new Done(0, "") : new Done(2, "update failed: " + rcode));
      assertThat(dig("x.lab.example A")).isEqualTo(rcode.equals("NOERROR") ? "10.77.0.66" : "");
    }
  }

  @Test
  void eachChange() throws Exception {
    change(
        "update add new.lab.example. 60 A 10.77.0.66",
        "update add new.lab.example. 60 A 10.77.0.67",
        "update add new.lab.example. 60 AAAA fd00:77::66",
        "update add new.lab.example. 60 MX 10 new.lab.example.",
        "update add _ssh._tcp.lab.example. 60 SRV 0 0 22 new.lab.example.",
        "update add www.lab.example. 60 CNAME new.lab.example.");
    assertThat(dig("new.lab.example A").lines())
        .containsExactlyInAnyOrder("10.77.0.66", "10.77.0.67");
    assertThat(dig("www.lab.example AAAA").lines())
        .containsExactly("new.lab.example.", "fd00:77::66");
    assertThat(dig("_ssh._tcp.lab.example SRV")).isEqualTo("0 0 22 new.lab.example.");
    change("update delete new.lab.example. A 10.77.0.66");
    assertThat(dig("new.lab.example A")).isEqualTo("10.77.0.67");
    change("update delete new.lab.example. AAAA");
    assertThat(dig("new.lab.example AAAA")).isEmpty();
    change("update delete new.lab.example.", "update delete www.lab.example. CNAME");
    assertThat(dig("new.lab.example MX")).isEmpty();
    change("update add 1.66.77.10.in-addr.arpa. 60 PTR new.lab.example.");
    assertThat(dig("-x 10.77.66.1")).isEqualTo("new.lab.example.");
  }

  @ParameterizedTest
  @CsvSource({
    "'', x.lab.example. 60 A 10.77.0.66, REFUSED",
    "for-copies, x.lab.example. 60 A 10.77.0.66, REFUSED",
    "acme, x.lab.example. 60 TXT x, REFUSED",
    "acme, _acme-challenge.x.lab.example. 60 A 10.77.0.66, REFUSED",
    "second-dhcp, om_pc1.lab.example. 60 A 10.77.0.66, REFUSED",
    "second-dhcp, ns.lab.example. 60 A 10.77.0.66, REFUSED",
    "second-dhcp, lab.example. 60 NS x.lab.example., REFUSED",
    "second-dhcp, x.lab.example. 60 TYPE65280 \\# 1 00, REFUSED",
    "nobody, x.lab.example. 60 A 10.77.0.66, NOTAUTH"
  })
  void whatIsNotAllowed(String key, String record, String rcode) throws Exception {
    for (boolean tcp : new boolean[] {false, true}) {
      Done done = nsupdate(key, tcp, "update add " + record);
      assertThat(done.code()).isEqualTo(2);
      assertThat(done.output()).contains("update failed: " + rcode);
    }
    assertThat(dig("x.lab.example ANY")).isEmpty();
    assertThat(dig("om_pc1.lab.example A")).isEqualTo("10.77.0.11");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_acme-challenge.lab.example", "_acme-challenge.web.lab.example"})
  void certbotShowsThatTheNameIsOurs(String name) throws Exception {
    String python =
        """
        import sys, dns.tsig
        from certbot_dns_rfc2136._internal.dns_rfc2136 import _RFC2136Client
        client = _RFC2136Client('127.0.0.1', %d, '%s.', '%s', dns.tsig.HMAC_SHA256)
        for text in sys.argv[3:]:
          getattr(client, sys.argv[1])(sys.argv[2], text, *([60] if sys.argv[1] == 'add_txt_record' else []))
        """
            .formatted(port, AcceptingServer.ACME_KEY, AcceptingServer.SECRET_64);
    List<String> command = List.of("/usr/bin/python3", "-", "add_txt_record", name, "one", "two");
    assertThat(run(python, command)).isEqualTo(new Done(0, ""));
    assertThat(dig(name + " TXT").lines()).containsExactlyInAnyOrder("\"one\"", "\"two\"");
    command = List.of("/usr/bin/python3", "-", "del_txt_record", name, "one", "two");
    assertThat(run(python, command)).isEqualTo(new Done(0, ""));
    assertThat(dig(name + " TXT")).isEmpty();

    command = List.of("/usr/bin/python3", "-", "add_txt_record", "other.lab.example", "one");
    assertThat(run(python, command).output()).contains("Received response from server: REFUSED");
  }

  @Test
  void anotherDhcpServersNamesGoInWhereTheyAreFreeAndComeOut() throws Exception {
    int nameChanges = AcceptingServer.portFreeForBoth();
    try (D2 d2 = new D2(directory, nameChanges, port)) {
      d2.send(0, "guest", "10.77.66.1", "000101" + "aa".repeat(32));
      until(() -> dig("guest.lab.example A").equals("10.77.66.1"), d2);
      until(() -> dig("-x 10.77.66.1").equals("guest.lab.example."), d2);
      assertThat(dig("guest.lab.example DHCID")).startsWith("AAEB");

      // The same client elsewhere; another client of that name; a name that is a node's.
      d2.send(0, "guest", "10.77.66.2", "000101" + "aa".repeat(32));
      until(() -> dig("guest.lab.example A").equals("10.77.66.2"), d2);
      d2.send(0, "guest", "10.77.66.3", "000101" + "bb".repeat(32));
      until(() -> d2.said().contains("DHCP_DDNS_FORWARD_ADD_REJECTED") || d2.failures() == 1, d2);
      assertThat(dig("guest.lab.example A")).isEqualTo("10.77.66.2");
      d2.send(0, "om_pc1", "10.77.66.4", "000101" + "cc".repeat(32));
      until(() -> d2.failures() == 2, d2);
      assertThat(dig("om_pc1.lab.example A")).isEqualTo("10.77.0.11");

      d2.send(1, "guest", "10.77.66.2", "000101" + "aa".repeat(32));
      until(() -> dig("guest.lab.example ANY").isEmpty(), d2);
      until(() -> dig("-x 10.77.66.2").isEmpty(), d2);
    }
  }

  @Test
  void aSecondaryHasTheChangeByAnIncrementalCopy() throws Exception {
    try (NamedSecondary named =
        new NamedSecondary(
            directory,
            secondaryPort,
            port,
            AcceptingServer.COPY_KEY,
            AcceptingServer.SECRET_64,
            List.of("lab.example", AcceptingServer.REVERSE))) {
      until(() -> dig(secondaryPort, "om_pc1.lab.example A").equals("10.77.0.11"), named::said);
      change("update add new.lab.example. 60 TXT one", "update add b.new.lab.example. 60 TXT b");
      until(() -> dig(secondaryPort, "new.lab.example TXT").equals("\"one\""), named::said);
      change("update add 1.66.77.10.in-addr.arpa. 60 PTR new.lab.example.");
      until(() -> dig(secondaryPort, "-x 10.77.66.1").equals("new.lab.example."), named::said);
      bind("10.77.66.1", "pc9");
      until(() -> dig(secondaryPort, "-x 10.77.66.1").equals("om_pc9.lab.example."), named::said);
      change("update delete new.lab.example.");
      until(() -> dig(secondaryPort, "new.lab.example TXT").isEmpty(), named::said);
      assertThat(dig(secondaryPort, "b.new.lab.example TXT")).isEqualTo("\"b\"");
      assertThat(named.tookIncrements("lab.example")).as(named.said()).isTrue();
      assertThat(named.tookIncrements(AcceptingServer.REVERSE)).as(named.said()).isTrue();
      assertThat(named.said())
          .doesNotContain("failed while receiving responses")
          .doesNotContain("not exact")
          .doesNotContain("update with no effect");
    }
  }

  private void bind(String address, String name) {
    MacAddress mac = new MacAddress(0x5254_0000_0009L);
    var now = InstantSource.system().instant();
    Lease lease =
        new Lease(
            Ipv4Address.parse(address),
            ClientId.of(mac),
            mac,
            Optional.of(new NodeName(name)),
            LeaseState.BOUND,
            now,
            now.plus(Duration.ofHours(1)),
            now,
            MachineRole.NODE);
    server.orElseThrow().service().changed(List.of(new LeaseEvent(LeaseEvent.Kind.BOUND, lease)));
  }

  @Test
  void killedWhileItTakesUpdatesItLosesNothingThatItAnswered() throws Exception {
    server.orElseThrow().close();
    server = Optional.empty();
    Path log = directory.resolve("server.log");
    List<String> answered = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      Process process = AcceptingServer.asProcess(journal(), port, log);
      try {
        until(() -> dig("om_pc1.lab.example A").equals("10.77.0.11"), () -> Files.readString(log));
        for (String name : answered) {
          assertThat(dig(name + ".lab.example TXT")).as(name).isEqualTo("\"" + name + "\"");
        }
        Thread killer = new Thread(() -> killLater(process));
        killer.start();
        answered.addAll(updatesUntilItDies(round));
        killer.join();
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
    assertThat(answered).hasSizeGreaterThan(20);
    serve();
    for (String name : answered) {
      assertThat(dig(name + ".lab.example TXT")).as(name).isEqualTo("\"" + name + "\"");
    }
  }

  private static void killLater(Process process) {
    try {
      Thread.sleep(700);
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Those that were answered NOERROR. */
  private List<String> updatesUntilItDies(int round) throws Exception {
    List<String> answered = new ArrayList<>();
    for (int i = 0; ; i++) {
      String name = "n" + round + "-" + i;
      Done done = nsupdate(DHCP_KEY, true, "update add " + name + ".lab.example. 60 TXT " + name);
      if (done.code() != 0) {
        return answered;
      }
      answered.add(name);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private interface Explanation {
    String text() throws IOException;
  }

  private static void until(Condition condition, Explanation explanation) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(explanation.text());
      }
      Thread.sleep(50);
    }
  }

  private static void until(Condition condition, D2 d2) throws Exception {
    until(condition, d2::said);
  }

  /** Kea's kea-dhcp-ddns, which gets its orders as from a DHCP server of Kea. */
  private static final class D2 implements AutoCloseable {

    private final Path log;
    private final Process process;
    private final int port;

    D2(Path directory, int port, int dnsPort) throws Exception {
      this.port = port;
      log = directory.resolve("d2.log");
      Path config = directory.resolve("d2.json");
      String domain =
          "{ \"name\": \"%s.\", \"key-name\": \"%s\", \"dns-servers\": [ { \"ip-address\":"
              + " \"127.0.0.1\", \"port\": %d } ] }";
      Files.writeString(
          config,
          """
          { "DhcpDdns": {
            "ip-address": "127.0.0.1", "port": %d, "dns-server-timeout": 2000,
            "tsig-keys": [ { "name": "%s", "algorithm": "HMAC-SHA256", "secret": "%s" } ],
            "forward-ddns": { "ddns-domains": [ %s ] },
            "reverse-ddns": { "ddns-domains": [ %s ] },
            "loggers": [ { "name": "kea-dhcp-ddns", "severity": "DEBUG", "debuglevel": 55,
              "output_options": [ { "output": "stdout" } ] } ] } }
          """
              .formatted(
                  port,
                  DHCP_KEY,
                  AcceptingServer.SECRET_64,
                  domain.formatted("lab.example", DHCP_KEY, dnsPort),
                  domain.formatted(AcceptingServer.REVERSE, DHCP_KEY, dnsPort)));
      ProcessBuilder builder =
          new ProcessBuilder("kea-dhcp-ddns", "-c", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("KEA_PIDFILE_DIR", directory.toString());
      builder.environment().put("KEA_LOCKFILE_DIR", "none");
      process = builder.start();
      until(
          () -> said().contains("DHCP_DDNS_STARTED") || said().contains("DHCP_DDNS_LISTEN"), this);
    }

    /** A name change request; 0 for a lease that began, 1 for one that ended. */
    void send(int type, String name, String address, String dhcid) throws IOException {
      byte[] request =
          """
          { "change-type": %d, "forward-change": true, "reverse-change": true,
            "fqdn": "%s.lab.example.", "ip-address": "%s", "dhcid": "%s",
            "lease-expires-on": "20360101120000", "lease-length": 600,
            "use-conflict-resolution": true }
          """
              .formatted(type, name, address, dhcid)
              .getBytes(StandardCharsets.US_ASCII);
      byte[] packet =
          ByteBuffer.allocate(2 + request.length)
              .putShort((short) request.length)
              .put(request)
              .array();
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.send(
            new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
      }
    }

    String said() throws IOException {
      return Files.readString(log);
    }

    long failures() throws IOException {
      return said().lines().filter(line -> line.contains("DHCP_DDNS_ADD_FAILED")).count();
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
      process.destroyForcibly();
    }
  }
}

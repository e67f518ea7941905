package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What BIND's dig (package bind9-dnsutils) makes of our answers. */
class DigIT {

  private static final int SERVERS = 100;

  private static NettyRuntime runtime;
  private static DnsService service;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    runtime = new NettyRuntime(2);
    port = portFreeForBoth();
    service =
        new DnsService(
            runtime,
            List.of(Ipv4Address.parse("127.0.0.1")),
            port,
            new ZoneDefinition(
                DomainName.parse("lab.example"),
                new NodeLabels("om_", "om-"),
                List.of(Ipv4Subnet.parse("10.77.0.0/24")),
                IntStream.range(0, SERVERS).mapToObj(Ipv4Address.parse("10.77.0.1")::plus).toList(),
                Duration.ofMinutes(1)),
            new ConfiguredNodes(List.of()),
            InstantSource.system());
    service.start();
    service.changed(List.of(new LeaseEvent(LeaseEvent.Kind.BOUND, lease())));
  }

  @AfterAll
  static void stop() {
    service.close();
    runtime.close();
  }

  @ParameterizedTest(name = "dig {0}")
  @ValueSource(
      strings = {
        "+notcp",
        "+tcp",
        "+noedns",
        "+edns=0",
        "+bufsize=512",
        "+bufsize=4096 +dnssec",
        "+norecurse",
        "+nsid +subnet=10.77.0.0/24 +padding=128",
        "+tcp +keepopen",
        "+qr"
      })
  void resolvesANodeInBothDirections(String options) throws Exception {
    assertThat(dig(options + " +short om_pc1.lab.example")).endsWith("10.77.0.200");
    assertThat(dig(options + " +short om-pc1.lab.example")).endsWith("10.77.0.200");
    assertThat(dig(options + " +short -x 10.77.0.200")).endsWith("om_pc1.lab.example.");
  }

  @Test
  void answersWithoutComplaint() throws Exception {
    String answer = dig("om_pc1.lab.example");

    assertThat(answer)
        .contains("status: NOERROR", "flags: qr aa rd;", "EDNS: version: 0, flags:; udp: 1232")
        .contains("om_pc1.lab.example.\t60\tIN\tA\t10.77.0.200");
    // dig itself warns that nobody offered the recursion it asked for; of anything else it must
    // not.
    assertThat(answer.replace("WARNING: recursion requested but not available", ""))
        .doesNotContainIgnoringCase("warning")
        .doesNotContainIgnoringCase("malformed")
        .doesNotContain("mismatch");
  }

  @Test
  void bringsTheCaseOfTheQuestionBack() throws Exception {
    assertThat(dig("OM_pC1.LaB.eXaMpLe +nocomments")).contains("OM_pC1.LaB.eXaMpLe.\t60\tIN\tA");
  }

  @Test
  void saysWhatDoesNotExistAndForHowLong() throws Exception {
    assertThat(dig("om_nobody.lab.example"))
        .contains("status: NXDOMAIN", "lab.example.\t\t5\tIN\tSOA\tns.lab.example.");
    assertThat(dig("om_pc1.lab.example AAAA"))
        .contains("status: NOERROR", "ANSWER: 0, AUTHORITY: 1");
    assertThat(dig("example.org")).contains("status: REFUSED");
    assertThat(dig("lab.example AXFR")).contains("Transfer failed");
  }

  @Test
  void aCutAnswerMakesDigAskAgainByTcp() throws Exception {
    assertThat(dig("ns.lab.example"))
        .contains("Truncated, retrying in TCP mode", "ANSWER: " + SERVERS)
        .contains("(TCP)");
    assertThat(dig("+ignore ns.lab.example")).contains("flags: qr aa tc rd", "ANSWER: 0");
  }

  @Test
  void negotiatesTheEdnsVersion() throws Exception {
    assertThat(dig("+edns=1 lab.example SOA"))
        .contains("BADVERS, retrying with EDNS version 0", "status: NOERROR");
  }

  @Test
  void hostAndNslookupAgree() throws Exception {
    assertThat(run(List.of("host", "-p", "" + port, "10.77.0.200", "127.0.0.1")))
        .contains("domain name pointer om_pc1.lab.example.");
    assertThat(run(List.of("nslookup", "-port=" + port, "om-pc1.lab.example", "127.0.0.1")))
        .contains("Address: 10.77.0.200");
  }

  private static String dig(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("dig", "@127.0.0.1", "-p", "" + port));
    command.addAll(List.of("+tries=1", "+time=10"));
    command.addAll(List.of(arguments.split(" ")));
    return run(command);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return output;
  }

  private static int portFreeForBoth() throws IOException {
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket udp =
            new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
      return udp.getLocalPort();
    }
  }

  private static Lease lease() {
    MacAddress mac = MacAddress.parse("52:54:00:00:00:01");
    Instant now = InstantSource.system().instant();
    return new Lease(
        Ipv4Address.parse("10.77.0.200"),
        ClientId.of(mac),
        mac,
        Optional.of(new NodeName("pc1")),
        LeaseState.BOUND,
        now,
        now.plus(Duration.ofHours(1)),
        now,
        MachineRole.NODE);
  }
}

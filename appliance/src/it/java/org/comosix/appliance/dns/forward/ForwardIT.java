package org.comosix.appliance.dns.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.dns.DnsService;
import org.comosix.appliance.dns.ZoneAccess;
import org.comosix.appliance.dns.ZoneDefinition;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.forward.transport.Forwarder;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.RecordData;
import org.comosix.appliance.domain.StaticRecord;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** dig and delv through us to BIND's named. */
@Timeout(120)
class ForwardIT {

  /** On loopback for the time of a test; in none of our subnets (RFC 5737). */
  private static final String STRANGER = "198.51.100.77";

  private static final List<Ipv4Subnet> SUBNETS = List.of(Ipv4Subnet.parse("10.77.0.0/24"));

  private static Path files;

  private static NettyRuntime runtime;
  private static BindUpstream first;
  private static BindUpstream second;
  private static DnsService service;
  private static int port;
  private static Forwarder forwarder;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    files = directory;
    runtime = new NettyRuntime(2);
    first = bind("first");
    second = bind("second");
    port = Dig.portFreeForBoth();
    forwarder = new Forwarder(runtime, new SecureRandom(), System::nanoTime);
    service =
        new DnsService(
            runtime,
            List.of(Ipv4Address.parse("127.0.0.1")),
            port,
            new ZoneDefinition(
                DomainName.parse("lab.example"),
                new NodeLabels("om_", "om-"),
                SUBNETS,
                List.of(Ipv4Address.parse("10.77.0.1")),
                Duration.ofMinutes(1),
                List.of(
                    alias("away", "alias.signed.test"),
                    alias("bulky", "big.signed.test"),
                    alias("lost", "nobody.signed.test"),
                    alias("nowhere", "www.elsewhere.test"))),
            ZoneAccess.NONE,
            new ConfiguredNodes(List.of()),
            forwarder,
            InstantSource.system());
    service.start();
  }

  private static StaticRecord alias(String label, String target) {
    return new StaticRecord(
        label + ".lab.example",
        RecordData.Kind.CNAME,
        List.of(new RecordData.CanonicalName(target)),
        Optional.empty());
  }

  private static BindUpstream bind(String name) throws IOException, InterruptedException {
    return BindUpstream.start(Files.createDirectory(files.resolve(name)), Dig.portFreeForBoth());
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    runtime.close();
    first.stop();
    second.stop();
  }

  /** Another list of servers, and so an empty cache. */
  @BeforeEach
  void forget() {
    forwarder.take(ForwardRules.OFF);
    forwarder.take(
        new ForwardRules(
            true, SUBNETS, List.of(), List.of(first.address(), second.address()), 8 << 20));
  }

  private static String dig(String arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("+tries=1", "+time=10"));
    all.addAll(List.of(arguments.split(" ")));
    return Dig.run(port, all);
  }

  private static long count(ForwardEvent event) {
    return service.counters().getOrDefault("forward." + event, -1L);
  }

  @Test
  void namesThatAreNotOursAreResolvedAndKept() throws Exception {
    String answer = dig("www.signed.test");
    assertThat(answer)
        .contains("status: NOERROR", "flags: qr rd ra;", "192.0.2.80", "192.0.2.81")
        .doesNotContainIgnoringCase("warning");
    long asked = count(ForwardEvent.ASKED);

    assertThat(dig("+tcp www.signed.test")).contains("192.0.2.80", "flags: qr rd ra;");
    assertThat(dig("WWW.signed.TEST")).contains("WWW.signed.TEST.\t");
    assertThat(dig("alias.signed.test")).contains("CNAME\twww.signed.test.", "192.0.2.80");
    assertThat(count(ForwardEvent.ASKED)).isEqualTo(asked + 1);
  }

  @Test
  void timesToLiveAreCountedDown() throws Exception {
    assertThat(ttl(dig("www.signed.test"))).isEqualTo(600);
    while (ttl(dig("www.signed.test")) == 600) {
      Thread.onSpinWait();
    }
    assertThat(ttl(dig("www.signed.test"))).isBetween(590, 599);
  }

  private static int ttl(String output) {
    Matcher line = Pattern.compile("www\\.signed\\.test\\.\\s+(\\d+)\\s+IN\\s+A").matcher(output);
    assertThat(line.find()).as(output).isTrue();
    return Integer.parseInt(line.group(1));
  }

  @Test
  void ourOwnZonesAreNeverAskedElsewhere() throws Exception {
    long asked = count(ForwardEvent.ASKED);
    assertThat(dig("comosix.lab.example")).contains("flags: qr aa rd ra;", "10.77.0.1");
    assertThat(dig("nobody.lab.example")).contains("status: NXDOMAIN", "flags: qr aa rd ra;");
    assertThat(dig("-x 10.77.0.9")).contains("status: NXDOMAIN", "flags: qr aa rd ra;");
    assertThat(dig("+norecurse www.signed.test")).contains("status: REFUSED");
    assertThat(dig("www.signed.test CH TXT")).contains("status: REFUSED");
    assertThat(dig("signed.test AXFR")).contains("Transfer failed");
    assertThat(count(ForwardEvent.ASKED)).isEqualTo(asked);
  }

  @Test
  void anAliasOfOursIsFollowedThere() throws Exception {
    String answer = dig("Away.lab.example");
    assertThat(answer)
        .contains("status: NOERROR", "flags: qr aa rd ra;", "ANSWER: 4")
        .contains("Away.lab.example.\t60\tIN\tCNAME\talias.signed.test.")
        .containsPattern("alias\\.signed\\.test\\.\\s+600\\s+IN\\s+CNAME\\s+www\\.signed\\.test\\.")
        .contains("192.0.2.80", "192.0.2.81")
        .doesNotContainIgnoringCase("warning");
    long asked = count(ForwardEvent.ASKED);
    assertThat(dig("+tcp away.lab.example")).contains("192.0.2.80");
    assertThat(dig("alias.signed.test")).contains("192.0.2.80");
    assertThat(count(ForwardEvent.ASKED)).isEqualTo(asked);

    assertThat(dig("+norecurse away.lab.example")).contains("ANSWER: 1", "CNAME");
    assertThat(dig("away.lab.example CNAME")).contains("ANSWER: 1", "alias.signed.test.");
    assertThat(dig("bulky.lab.example TXT")).contains("retrying in TCP mode", "x".repeat(145));
  }

  @Test
  void anAliasOfOursSaysWhatBecomesOfItsTarget() throws Exception {
    assertThat(dig("lost.lab.example"))
        .contains("status: NXDOMAIN", "ANSWER: 1", "CNAME\tnobody.signed.test.")
        .containsPattern("signed\\.test\\.\\s+120\\s+IN\\s+SOA");
    assertThat(dig("away.lab.example MX"))
        .contains("status: NOERROR", "ANSWER: 2", "AUTHORITY: 1", "IN\tSOA");
    assertThat(dig("nowhere.lab.example")).contains("status: SERVFAIL", "ANSWER: 0");
    assertThat(dig("+dnssec away.lab.example")).contains("RRSIG", "flags: qr aa rd ra;");
  }

  @Test
  void whatIsTooLargeForUdpComesByTcp() throws Exception {
    long byTcp = count(ForwardEvent.ASKED_BY_TCP);
    String answer = dig("big.signed.test TXT");
    assertThat(answer).contains("Truncated, retrying in TCP mode", "(TCP)");
    assertThat(answer.split("x".repeat(145), -1)).hasSize(21);
    assertThat(count(ForwardEvent.ASKED_BY_TCP)).isEqualTo(byTcp + 1);
    assertThat(dig("+ignore big.signed.test TXT")).contains("flags: qr tc rd ra;", "ANSWER: 0");
  }

  @Test
  void signaturesPassThroughUntouched() throws Exception {
    for (String question :
        List.of(
            "www.signed.test", "signed.test DNSKEY", "nobody.signed.test", "www.signed.test MX")) {
      List<String> arguments =
          List.of(("+dnssec +noall +answer +authority " + question).split(" "));
      String through = Dig.run(port, arguments);
      assertThat(through).contains("RRSIG");
      assertThat(records(through)).isEqualTo(records(first.dig(arguments.toArray(String[]::new))));
    }
    assertThat(dig("www.signed.test")).doesNotContain("RRSIG");
  }

  /** Sorted, without TTLs. */
  private static List<String> records(String output) {
    return output
        .lines()
        .filter(line -> !line.startsWith(";") && !line.isBlank())
        .map(line -> line.replaceFirst("^(\\S+)\\s+\\d+\\s+", "$1 "))
        .sorted()
        .toList();
  }

  @Test
  void aValidatorTakesThemAsGenuine() throws Exception {
    Path anchors = files.resolve("anchors");
    Files.writeString(anchors, first.trustAnchor());
    for (String question :
        List.of("www.signed.test A", "nobody.signed.test A", "big.signed.test TXT")) {
      List<String> command = new ArrayList<>(List.of("delv", "@127.0.0.1", "-p", "" + port));
      command.addAll(List.of("-a", anchors.toString(), "+root=signed.test"));
      command.addAll(List.of(question.split(" ")));
      assertThat(Dig.output(command)).contains("fully validated");
    }
  }

  @Test
  void whatDoesNotExistIsKeptForTheMinimumOfItsZone() throws Exception {
    assertThat(dig("nobody.signed.test"))
        .contains("status: NXDOMAIN")
        .containsPattern("signed\\.test\\.\\s+120\\s+IN\\s+SOA");
    long asked = count(ForwardEvent.ASKED);
    assertThat(dig("nobody.signed.test")).contains("status: NXDOMAIN", "IN\tSOA");
    assertThat(dig("www.signed.test MX")).contains("status: NOERROR", "ANSWER: 0", "IN\tSOA");
    assertThat(dig("www.signed.test MX")).contains("status: NOERROR", "ANSWER: 0", "IN\tSOA");
    assertThat(count(ForwardEvent.ASKED)).isEqualTo(asked + 1);
  }

  @Test
  void theSecondServerTakesOverWhenTheFirstDies() throws Exception {
    assertThat(dig("www.signed.test")).contains("192.0.2.80");
    first.stop();
    try {
      for (int i = 0; i < 20; i++) {
        assertThat(dig("n" + i + ".signed.test")).contains("status: NXDOMAIN");
      }
      assertThat(count(ForwardEvent.UPSTREAM_UNREACHABLE)).isPositive();
    } finally {
      first.startAgain();
    }
  }

  @Test
  void whatNobodyKnowsIsServfail() throws Exception {
    assertThat(dig("www.elsewhere.test")).contains("status: SERVFAIL", "flags: qr rd ra;");
    assertThat(count(ForwardEvent.UPSTREAM_FAILED)).isPositive();
  }

  @Test
  void aClientOutsideOurSubnetsIsRefused() throws Exception {
    Dig.output(List.of("ip", "address", "add", STRANGER + "/32", "dev", "lo"));
    try {
      dig("www.signed.test");
      assertThat(dig("-b " + STRANGER + " www.signed.test"))
          .contains("status: REFUSED", "flags: qr rd;")
          .doesNotContain("192.0.2.80");
      assertThat(dig("-b " + STRANGER + " +tcp www.signed.test")).contains("status: REFUSED");
      assertThat(dig("-b " + STRANGER + " comosix.lab.example"))
          .contains("flags: qr aa rd;", "10.77.0.1");
    } finally {
      Dig.output(List.of("ip", "address", "del", STRANGER + "/32", "dev", "lo"));
    }
  }

  @Test
  void theSwitchTurnsItOff() throws Exception {
    forwarder.take(ForwardRules.OFF);
    assertThat(dig("www.signed.test")).contains("status: REFUSED", "flags: qr rd;");
  }
}

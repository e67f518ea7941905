package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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
import org.comosix.appliance.domain.RecordData;
import org.comosix.appliance.domain.StaticRecord;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of our zones, taken by dig (BIND), kdig (Knot) and a secondary that is BIND's named. */
class TransferIT {

  private static final String KEY = "comosix-ddns";
  private static final String OTHER_KEY = "for-updates";
  private static final byte[] SECRET =
      "a secret of thirty-two octets ..".getBytes(StandardCharsets.US_ASCII);
  private static final String SECRET_64 = Base64.getEncoder().encodeToString(SECRET);
  private static final String REVERSE = "77.10.in-addr.arpa";

  /** Under a name that is no other zone's of ours. */
  private static final String CLASSLESS = "0/25.1.77.10.in-addr.test";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private NettyRuntime runtime;
  private DnsService service;
  private int port;
  private int secondaryPort;

  @BeforeEach
  void start() throws IOException {
    runtime = new NettyRuntime(2);
    port = portFreeForBoth();
    secondaryPort = portFreeForBoth();
    service =
        new DnsService(
            runtime,
            List.of(Ipv4Address.parse("127.0.0.1")),
            port,
            zone(),
            new ZoneAccess(
                List.of(
                    new TsigKey(KEY, TsigAlgorithm.HMAC_SHA256, SECRET),
                    new TsigKey(OTHER_KEY, TsigAlgorithm.HMAC_SHA256, SECRET)),
                Set.of(KEY),
                List.of(
                    Secondary.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), secondaryPort)))),
            new ConfiguredNodes(List.of()),
            Recursion.NONE,
            InstantSource.system());
    service.start();
  }

  private static ZoneDefinition zone() {
    return new ZoneDefinition(
        DomainName.parse("lab.example"),
        new NodeLabels("om_", "om-"),
        List.of(Ipv4Subnet.parse("10.77.0.0/16")),
        List.of(Ipv4Address.parse("10.77.0.1")),
        Duration.ofMinutes(1),
        List.of(
            new StaticRecord(
                "printer.lab.example",
                RecordData.Kind.A,
                List.of(new RecordData.Address(Ipv4Address.parse("10.77.0.9"))),
                Optional.empty()),
            new StaticRecord(
                "_slurmctld._tcp.lab.example",
                RecordData.Kind.SRV,
                List.of(new RecordData.Service(0, 0, 6817, "printer.lab.example")),
                Optional.of(Duration.ofMinutes(5)))),
        List.of(new ClasslessZone(Ipv4Subnet.parse("10.77.1.0/25"), DomainName.parse(CLASSLESS))));
  }

  @AfterEach
  void stop() {
    service.close();
    runtime.close();
  }

  @Test
  void withoutAKeyNobodyGetsACopy() throws Exception {
    for (String command : List.of("axfr", "ixfr=1")) {
      assertThat(dig("+tcp lab.example " + command)).contains("Transfer failed");
      assertThat(dig("+tcp " + REVERSE + " " + command)).contains("Transfer failed");
    }
    assertThat(kdig("lab.example axfr")).contains("REFUSED");
  }

  @Test
  void withAKeyForSomethingElseOrAWrongSecretNobodyGetsACopyEither() throws Exception {
    assertThat(dig(key(OTHER_KEY, SECRET_64) + " lab.example axfr")).contains("Transfer failed");
    assertThat(dig(key(KEY, "d3JvbmcgYnV0IGxvbmcgZW5vdWdoIHNlY3JldA==") + " lab.example axfr"))
        .contains("Transfer failed")
        .doesNotContain("printer");
    assertThat(dig(key("nobody", SECRET_64) + " lab.example axfr")).contains("Transfer failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dig", "kdig"})
  void withTheKeyACopyIsWholeAndItsSignaturesAreGood(String client) throws Exception {
    bind(1, "pc1");
    untilTheNextSerial();
    String copy = ask(client, key(KEY, SECRET_64) + " lab.example axfr");

    assertThat(records(copy))
        .containsExactlyInAnyOrder(
            "lab.example. 60 SOA",
            "lab.example. 60 SOA",
            "lab.example. 60 NS ns.lab.example.",
            "ns.lab.example. 60 A 10.77.0.1",
            "comosix.lab.example. 60 A 10.77.0.1",
            "printer.lab.example. 60 A 10.77.0.9",
            "_slurmctld._tcp.lab.example. 300 SRV 0 0 6817 printer.lab.example.",
            "om_pc1.lab.example. 60 A 10.77.1.1",
            "om-pc1.lab.example. 60 A 10.77.1.1");
    assertVerified(copy);
    assertThat(records(ask(client, key(KEY, SECRET_64) + " " + REVERSE + " axfr")))
        .containsExactlyInAnyOrder(
            REVERSE + ". 60 SOA",
            REVERSE + ". 60 SOA",
            REVERSE + ". 60 NS ns.lab.example.",
            "1.1." + REVERSE + ". 60 PTR om_pc1.lab.example.");
  }

  private static void assertVerified(String output) {
    assertThat(output)
        .doesNotContainIgnoringCase("could not be validated")
        .doesNotContainIgnoringCase("couldn't verify")
        .doesNotContainIgnoringCase("tsig verify failure")
        .doesNotContainIgnoringCase("bad signature")
        .doesNotContainIgnoringCase("warning")
        .doesNotContainIgnoringCase("failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dig", "kdig"})
  void manyMessagesAreSignedOneAfterTheOther(String client) throws Exception {
    List<LeaseEvent> events = new ArrayList<>();
    for (int i = 1; i <= 5000; i++) {
      events.add(new LeaseEvent(LeaseEvent.Kind.BOUND, lease(i, "pc" + i, LeaseState.BOUND)));
    }
    service.changed(events);
    untilTheNextSerial();
    String copy = ask(client, key(KEY, SECRET_64) + " lab.example axfr");

    assertThat(records(copy).filter(record -> record.contains("A 10.77."))).hasSize(10_003);
    assertVerified(copy);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dig", "kdig"})
  void anIncrementalCopyHasTheChangesAlone(String client) throws Exception {
    bind(1, "pc1");
    untilTheNextSerial();
    long before = serial();
    release(1, "pc1");
    bind(2, "pc2");
    bind(3, "pc3");
    release(3, "pc3");
    untilTheNextSerial();
    String copy = ask(client, key(KEY, SECRET_64) + " lab.example ixfr=" + before);

    assertThat(serial()).isGreaterThan(before);
    assertThat(records(copy))
        .containsExactly(
            "lab.example. 60 SOA",
            "lab.example. 60 SOA",
            "om_pc1.lab.example. 60 A 10.77.1.1",
            "om-pc1.lab.example. 60 A 10.77.1.1",
            "lab.example. 60 SOA",
            "om_pc2.lab.example. 60 A 10.77.1.2",
            "om-pc2.lab.example. 60 A 10.77.1.2",
            "lab.example. 60 SOA");
    assertVerified(copy);
    assertThat(records(ask(client, key(KEY, SECRET_64) + " lab.example ixfr=" + serial())))
        .containsExactly("lab.example. 60 SOA");
    assertThat(records(ask(client, key(KEY, SECRET_64) + " lab.example ixfr=7")))
        .as("too long ago: the whole")
        .contains("printer.lab.example. 60 A 10.77.0.9");
  }

  @Test
  void overUdpAnIncrementalCopyIsTheSoaRecordAlone() throws Exception {
    assertThat(records(dig(key(KEY, SECRET_64) + " +notcp +ignore lab.example ixfr=7")))
        .containsExactly("lab.example. 60 SOA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dig", "kdig"})
  void everySignedQueryIsAnsweredSigned(String client) throws Exception {
    for (String query :
        List.of("+notcp ns.lab.example", "+tcp lab.example soa", "nobody.lab.example")) {
      String answer = ask(client, key(KEY, SECRET_64) + " " + query);
      assertThat(answer).contains("TSIG");
      assertVerified(answer.replace("WARNING: recursion requested but not available", ""));
    }
    assertThat(ask(client, key("nobody", SECRET_64) + " ns.lab.example"))
        .containsIgnoringCase("BADKEY");
  }

  @Test
  void aSecondaryIsToldOfALeaseAndAnswersForIt(@TempDir Path directory) throws Exception {
    bind(1, "pc1");
    try (NamedSecondary named =
        new NamedSecondary(
            directory, secondaryPort, port, KEY, SECRET_64, List.of("lab.example", REVERSE))) {
      assertAnswers(named, "om_pc1.lab.example A", "10.77.1.1");
      assertAnswers(named, "_slurmctld._tcp.lab.example SRV", "0 0 6817 printer.lab.example.");
      assertAnswers(named, "1.1." + REVERSE + " PTR", "om_pc1.lab.example.");

      bind(2, "pc2");
      assertAnswers(named, "om_pc2.lab.example A", "10.77.1.2");
      assertAnswers(named, "2.1." + REVERSE + " PTR", "om_pc2.lab.example.");

      release(1, "pc1");
      assertAnswers(named, "om_pc1.lab.example A", "");
      assertAnswers(named, "om_pc2.lab.example A", "10.77.1.2");

      assertThat(named.said()).contains("TSIG '" + KEY + "'");
      assertThat(named.tookIncrements("lab.example")).as(named.said()).isTrue();
      assertThat(named.said())
          .doesNotContain("failed while receiving responses")
          .doesNotContain("not exact")
          .doesNotContain("update with no effect");
    }
  }

  @Test
  void aKnotThatTakesOnlySignedNoticesIsToldToo(@TempDir Path directory) throws Exception {
    tell(
        new Secondary(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), secondaryPort),
            Optional.of(new TsigKey(KEY, TsigAlgorithm.HMAC_SHA256, SECRET))));
    bind(1, "pc1");
    try (KnotSecondary knot =
        new KnotSecondary(
            directory,
            secondaryPort,
            port,
            KEY,
            SECRET_64,
            List.of("lab.example", REVERSE, CLASSLESS))) {
      assertAnswers(knot, "om_pc1.lab.example A", "10.77.1.1");
      assertAnswers(knot, "_slurmctld._tcp.lab.example SRV", "0 0 6817 printer.lab.example.");
      assertAnswers(knot, "1.1." + REVERSE + " PTR", "om_pc1.lab.example.");
      assertAnswers(knot, "1." + CLASSLESS + " PTR", "om_pc1.lab.example.");

      bind(2, "pc2");
      assertAnswers(knot, "om_pc2.lab.example A", "10.77.1.2");
      assertAnswers(knot, "2.1." + REVERSE + " PTR", "om_pc2.lab.example.");
      assertAnswers(knot, "2." + CLASSLESS + " PTR", "om_pc2.lab.example.");

      release(1, "pc1");
      assertAnswers(knot, "om_pc1.lab.example A", "");
      assertAnswers(knot, "1." + CLASSLESS + " PTR", "");

      assertThat(knot.said())
          .contains("notify, incoming", "IXFR, incoming", "AXFR, incoming")
          .doesNotContainIgnoringCase("failed to parse")
          .doesNotContain("ACL, denied, action notify");
    }
  }

  private void tell(Secondary secondary) {
    service
        .prepare(
            zone(),
            new ZoneAccess(
                List.of(new TsigKey(KEY, TsigAlgorithm.HMAC_SHA256, SECRET)),
                Set.of(KEY),
                List.of(secondary)),
            new ConfiguredNodes(List.of()),
            List::of)
        .run();
  }

  @Test
  void aSecondaryHasAClasslessReverseZone(@TempDir Path directory) throws Exception {
    bind(1, "pc1");
    try (NamedSecondary named =
        new NamedSecondary(directory, secondaryPort, port, KEY, SECRET_64, List.of(CLASSLESS))) {
      assertAnswers(named, "1." + CLASSLESS + " PTR", "om_pc1.lab.example.");

      bind(2, "pc2");
      assertAnswers(named, "2." + CLASSLESS + " PTR", "om_pc2.lab.example.");
      release(1, "pc1");
      assertAnswers(named, "1." + CLASSLESS + " PTR", "");
      assertThat(named.tookIncrements(CLASSLESS)).as(named.said()).isTrue();
    }
  }

  @Test
  void aSecondaryIsToldOfAnotherConfiguration(@TempDir Path directory) throws Exception {
    try (NamedSecondary named =
        new NamedSecondary(
            directory, secondaryPort, port, KEY, SECRET_64, List.of("lab.example"))) {
      assertAnswers(named, "printer.lab.example A", "10.77.0.9");
      ZoneDefinition now = zone();
      service
          .prepare(
              new ZoneDefinition(now.zone(), now.labels(), now.subnets(), now.servers(), now.ttl()),
              new ZoneAccess(
                  List.of(new TsigKey(KEY, TsigAlgorithm.HMAC_SHA256, SECRET)),
                  Set.of(KEY),
                  List.of(
                      Secondary.of(
                          new InetSocketAddress(InetAddress.getLoopbackAddress(), secondaryPort)))),
              new ConfiguredNodes(List.of()),
              List::of)
          .run();

      assertAnswers(named, "printer.lab.example A", "");
    }
  }

  private void assertAnswers(RealSecondary secondary, String question, String answer)
      throws Exception {
    Instant end = InstantSource.system().instant().plus(PATIENCE);
    String last = "nothing";
    while (InstantSource.system().instant().isBefore(end)) {
      last =
          run(
              List.of("dig", "@" + RealSecondary.ADDRESS, "-p", "" + secondaryPort),
              "+tries=1 +time=1 +short +norecurse " + question);
      if (last.equals(answer)) {
        return;
      }
      Thread.sleep(100);
    }
    assertThat(last).as("%s%n%s", question, secondary.said()).isEqualTo(answer);
  }

  private long serial() throws Exception {
    return Long.parseLong(dig("+short lab.example soa").split(" ", -1)[2]);
  }

  private static String key(String name, String secret) {
    return "-y hmac-sha256:" + name + ":" + secret;
  }

  /** Owner, TTL, type and data of each record; of SOA no data. */
  private static Stream<String> records(String output) {
    return output
        .lines()
        .filter(line -> !line.startsWith(";"))
        .map(line -> line.replaceAll("\\s+", " "))
        .filter(line -> line.contains(" IN "))
        .map(line -> line.replace(" IN ", " "))
        .map(line -> line.replaceFirst(" SOA .*", " SOA"));
  }

  private String ask(String client, String arguments) throws Exception {
    return client.equals("dig") ? dig(arguments) : kdig(arguments);
  }

  private String dig(String arguments) throws Exception {
    return run(List.of("dig", "@127.0.0.1", "-p", "" + port), "+tries=1 +time=10 " + arguments);
  }

  private String kdig(String arguments) throws Exception {
    return run(
        List.of("kdig", "@127.0.0.1", "-p", "" + port),
        "+retry=0 +time=10 " + arguments.replaceAll(" ixfr=(\\d+)", " -t ixfr=$1"));
  }

  private static String run(List<String> start, String arguments) throws Exception {
    List<String> command = new ArrayList<>(start);
    command.addAll(List.of(arguments.split(" ", -1)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return output;
  }

  /** A change is in copies when its second is over. */
  private static void untilTheNextSerial() throws InterruptedException {
    Thread.sleep(1100);
  }

  private void bind(int number, String name) {
    Lease lease = lease(number, name, LeaseState.BOUND);
    service.changed(List.of(new LeaseEvent(LeaseEvent.Kind.BOUND, lease)));
  }

  private void release(int number, String name) {
    Lease lease = lease(number, name, LeaseState.RELEASED);
    service.changed(List.of(new LeaseEvent(LeaseEvent.Kind.RELEASED, lease)));
  }

  private static Lease lease(int number, String name, LeaseState state) {
    MacAddress mac = new MacAddress(0x5254_0000_0000L + number);
    Instant now = InstantSource.system().instant();
    return new Lease(
        Ipv4Address.parse("10.77.1.0").plus(number),
        ClientId.of(mac),
        mac,
        Optional.of(new NodeName(name)),
        state,
        now,
        now.plus(Duration.ofHours(1)),
        now,
        MachineRole.NODE);
  }

  private static int portFreeForBoth() throws IOException {
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket udp =
            new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
      return udp.getLocalPort();
    }
  }
}

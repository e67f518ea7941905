package org.comosix.appliance.lease.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.lease.exchange.Finding.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lease files that real servers wrote, and broken ones. */
final class LeaseFilesTest {

  static String resource(String name) throws IOException {
    try (var in = LeaseFilesTest.class.getResourceAsStream("/leases/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String line(ForeignLease lease) {
    return String.join(
        " ",
        lease.address().toString(),
        lease.mac().toString(),
        lease.name().map(NodeName::value).orElse("-"),
        lease.state().name(),
        lease.end().map(end -> Long.toString(end.getEpochSecond())).orElse("never"));
  }

  private static List<String> findings(LeaseFile file) {
    return file.findings().stream()
        .map(finding -> finding.place() + " " + finding.reason())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "isc-dhcpd.leases, ISC",
    "isc-dhcpd-failover.leases, ISC",
    "dnsmasq.leases, DNSMASQ",
    "kea-leases4.csv, KEA",
    "kea-leases4.csv.2, KEA"
  })
  void realFileIsRecognisedAndReadWhole(String name, LeaseFormat format) throws IOException {
    String text = resource(name);

    assertThat(LeaseFormat.of(text)).contains(format);
    LeaseFile file = format.read(text);
    assertThat(file.leases().stream().map(LeaseFilesTest::line))
        .containsExactlyInAnyOrderElementsOf(resource(name + ".expected").lines().toList());
    assertThat(file.isUnderstood()).as("%s", file.findings()).isTrue();
  }

  @Test
  void whatIsLeftOutIsSaidAtItsPlace() throws IOException {
    assertThat(findings(LeaseFormat.ISC.read(resource("isc-dhcpd.leases"))))
        .containsExactly("41:19 NAME_LEFT_OUT", "65:19 NAME_LEFT_OUT", "103:1 NO_HARDWARE_ADDRESS");
    assertThat(findings(LeaseFormat.DNSMASQ.read(resource("dnsmasq.leases"))))
        .containsExactly("1:1 WITHOUT_END", "3:42 NAME_LEFT_OUT", "7:1 NOT_IPV4");
    assertThat(findings(LeaseFormat.KEA.read(resource("kea-leases4.csv"))))
        .containsExactly("4:74 NAME_LEFT_OUT", "6:74 NAME_LEFT_OUT", "12:13 NO_HARDWARE_ADDRESS");
  }

  @Test
  void leasesWithoutEndOfTheFailoverPoolAreToldOneByOne() throws IOException {
    LeaseFile file = LeaseFormat.ISC.read(resource("isc-dhcpd-failover.leases"));

    assertThat(file.findings().stream().filter(f -> f.reason() == Reason.WITHOUT_END)).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ISC | lease 10.0.0.5 { ends 2 2026/13/24 22:07:29; } | 1:23 | expected a time",
        "ISC | lease 10.0.0.300 { } | 1:7 | expected an IPv4 address",
        "ISC | lease 10.0.0.5 { hardware ethernet 52:54:00; } | 1:36 | expected a hardware address",
        "ISC | lease 10.0.0.5 { binding state lost; } | 1:1 | is no state",
        "ISC | lease 10.0.0.5 { colour red; } | 1:18 | is nothing of a lease",
        "ISC | lease 10.0.0.5 { starts never; | 1:16 | is not closed",
        "ISC | } | 1:1 | nothing is open",
        "ISC | leese 10.0.0.5 { } | 1:1 | is nothing of a lease file",
        "ISC | lease 10.0.0.5 { client-hostname \"pc1; } | 1:34 | is not closed",
        "DNSMASQ | 17955 52:54:00:aa:00:01 10.0.0.5 pc1 | 1:1 | five fields",
        "DNSMASQ | soon 52:54:00:aa:00:01 10.0.0.5 pc1 * | 1:1 | seconds since 1970",
        "DNSMASQ | 17955 52:54:00:aa:00 10.0.0.5 pc1 * | 1:7 | hardware address",
        "DNSMASQ | 17955 52:54:00:aa:00:01 10.0.5 pc1 * | 1:25 | expected an address",
        "KEA | address,hwaddr,state | 1:1 | [valid_lifetime, expire]",
      })
  void brokenLineIsNamed(LeaseFormat format, String text, String place, String message) {
    LeaseFile file = format.read(text);

    assertThat(file.isUnderstood()).isFalse();
    assertThat(file.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.NOT_UNDERSTOOD);
              assertThat(finding.place()).hasToString(place);
              assertThat(finding.text()).contains(message);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.5,52:54:00:aa:00:01,,60,nan,1,0,0,,0, | 2:32 | expected a number",
        "10.0.0.5,52:54:00:aa:00:01,,60,1795561887,1,0,0,,9, | 2:50 | is no state",
        "10.0.0,52:54:00:aa:00:01,,60,1795561887,1,0,0,,0, | 2:1 | expected an IPv4 address",
        "10.0.0.5,zz,,60,1795561887,1,0,0,,0, | 2:10 | hardware address",
        "10.0.0.5,52:54:00:aa:00:01 | 2:1 | expected 11 columns",
      })
  void brokenLineOfKeaIsNamed(String line, String place, String message) throws IOException {
    String header = resource("kea-leases4.csv").lines().findFirst().orElseThrow();

    LeaseFile file = LeaseFormat.KEA.read(header + "\n" + line + "\n");

    assertThat(file.leases()).isEmpty();
    assertThat(file.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.place()).hasToString(place);
              assertThat(finding.text()).contains(message);
            });
  }

  @Test
  void keaFilesOfOtherVersionsAreReadByTheirHeader() {
    LeaseFile file =
        LeaseFormat.KEA.read(
            """
            address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id
            10.0.0.5,52:54:00:aa:00:01,,4294967295,1795561887,1,0,0,pc1,0,,0
            10.0.0.6,52:54:00:aa:00:02,,0,1795561887,1,0,0,pc2,0,,0
            10.0.0.7,52:54:00:aa:00:03,,60,1795561887,1,0,0,pc3,3,,0
            10.0.0.8,00:01:02:03:04:05:06:07,,60,1795561887,1,0,0,,0,,0
            """);

    assertThat(file.leases().stream().map(LeaseFilesTest::line))
        .containsExactly(
            "10.0.0.5 52:54:00:aa:00:01 pc1 BOUND never",
            "10.0.0.6 52:54:00:aa:00:02 pc2 RELEASED 1795561887",
            "10.0.0.7 52:54:00:aa:00:03 pc3 RELEASED 1795561887");
    assertThat(findings(file)).containsExactly("2:1 WITHOUT_END", "5:10 NO_HARDWARE_ADDRESS");
  }

  @Test
  void octalEscapesAndBothKindsOfClosingAreResolved() {
    LeaseFile file =
        LeaseFormat.ISC.read(
            """
            lease 10.0.0.5 {
              ends epoch 1795561887; # a comment } with marks ;
              hardware ethernet 52:54:00:aa:00:01;
              uid "\\001RT\\"\\\\\\000";
              set ddns-fwd-name = "pc1.lab.example";
              on expiry or release { set x = 1; }
              client-hostname "p\\143\\061"; }
            ia-na "\\001" { cltt 2 2026/11/24 22:07:29; }
            """);

    assertThat(file.leases().stream().map(LeaseFilesTest::line))
        .containsExactly("10.0.0.5 52:54:00:aa:00:01 pc1 BOUND 1795561887");
    assertThat(findings(file)).containsExactly("8:1 NOT_IPV4");
  }

  @Test
  void leaseWhoseTimeIsOverIsExpiredNow() {
    ForeignLease lease =
        LeaseFormat.DNSMASQ.read("1000 52:54:00:aa:00:01 10.0.0.5 pc1 *").leases().get(0);

    Lease ours = lease.at(Instant.ofEpochSecond(2000));

    assertThat(ours.state()).isEqualTo(LeaseState.EXPIRED);
    assertThat(ours.end()).isEqualTo(Instant.ofEpochSecond(1000));
    assertThat(ours.start()).isEqualTo(Instant.ofEpochSecond(1000));
    assertThat(lease.at(Instant.ofEpochSecond(900)).state()).isEqualTo(LeaseState.BOUND);
  }

  @ParameterizedTest
  @EnumSource(LeaseFormat.class)
  void mutilatedFilesNeverThrow(LeaseFormat format) throws IOException {
    for (String name :
        List.of(
            "isc-dhcpd.leases", "isc-dhcpd-failover.leases", "dnsmasq.leases", "kea-leases4.csv")) {
      String text = resource(name);
      for (int cut = 0; cut < Math.min(text.length(), 3000); cut += 7) {
        assertThat(format.read(text.substring(0, cut)).leases().size()).isLessThan(20);
        assertThat(format.read(text.substring(cut)).leases().size()).isLessThan(20);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n", "hello world\n", "\u0000\u0001"})
  void whatLooksLikeNoLeaseFileIsNotGuessed(String text) {
    assertThat(LeaseFormat.of(text)).isEmpty();
  }
}

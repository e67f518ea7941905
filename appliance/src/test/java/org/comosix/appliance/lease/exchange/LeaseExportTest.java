package org.comosix.appliance.lease.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.ops.Json;
import org.junit.jupiter.api.Test;

/** What we write is read again; the real servers read it in LeaseExportIT. */
final class LeaseExportTest {

  static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  static final Lease PC1 =
      lease("10.77.0.11", "52:54:00:12:34:56", "pc1", LeaseState.BOUND, 3600, MachineRole.NODE);
  static final Lease GONE =
      lease("10.77.0.12", "52:54:00:12:34:57", "pc2", LeaseState.RELEASED, -60, MachineRole.HOST);
  static final Lease USED =
      lease("10.77.0.13", "52:54:00:12:34:58", "", LeaseState.DECLINED, 600, MachineRole.HOST);
  static final Lease ODD =
      new Lease(
          Ipv4Address.parse("10.77.0.14"),
          ClientId.of(HexFormat.of().parseHex("ff00010203")),
          MacAddress.parse("02:00:00:00:00:01"),
          Optional.empty(),
          LeaseState.BOUND,
          NOW.minusSeconds(10),
          NOW.plusSeconds(50),
          NOW.minusSeconds(5),
          MachineRole.HOST);
  static final List<Lease> ALL = List.of(PC1, GONE, USED, ODD);

  private static Lease lease(
      String address, String mac, String name, LeaseState state, long left, MachineRole role) {
    MacAddress hardware = MacAddress.parse(mac);
    return new Lease(
        Ipv4Address.parse(address),
        ClientId.of(hardware),
        hardware,
        name.isEmpty() ? Optional.empty() : Optional.of(new NodeName(name)),
        state,
        NOW.minusSeconds(3600),
        NOW.plusSeconds(left),
        NOW.minusSeconds(3600),
        role);
  }

  @Test
  void ourOwnFormLosesNothing() {
    String json = Json.of(Map.of("leases", ALL.stream().map(OwnLeases::object).toList()));

    assertThat(LeaseFormat.of(json)).contains(LeaseFormat.JSON);
    LeaseFile file = LeaseFormat.JSON.read(json);
    assertThat(file.findings()).isEmpty();
    // Not start: it is the time when the client was last heard that another server would tell.
    assertThat(file.leases().stream().map(lease -> lease.at(NOW)))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("start")
        .isEqualTo(ALL);
  }

  @Test
  void brokenOwnFormIsNamed() {
    assertThat(LeaseFormat.JSON.read("{\"leases\":[\n {\"address\":\"10.0.0.5\"}]}").findings())
        .containsExactly(Finding.notUnderstood(new Place(2, 2), "\"client\" is missing"));
    assertThat(LeaseFormat.JSON.read("{\"leases\":[").isUnderstood()).isFalse();
    assertThat(LeaseFormat.JSON.read("[]").isUnderstood()).isFalse();
    assertThat(LeaseFormat.JSON.read("{\"leases\":[5]}").isUnderstood()).isFalse();
  }

  @Test
  void isc() {
    String text = LeaseExport.ISC.write(List.of(PC1, ODD), NOW);

    assertThat(text)
        .isEqualTo(
            """
            authoring-byte-order little-endian;

            lease 10.77.0.11 {
              starts 2 2026/11/24 11:00:00;
              ends 2 2026/11/24 13:00:00;
              cltt 2 2026/11/24 11:00:00;
              binding state active;
              next binding state free;
              hardware ethernet 52:54:00:12:34:56;
              client-hostname "pc1";
            }
            lease 10.77.0.14 {
              starts 2 2026/11/24 11:59:50;
              ends 2 2026/11/24 12:00:50;
              cltt 2 2026/11/24 11:59:55;
              binding state active;
              next binding state free;
              hardware ethernet 02:00:00:00:00:01;
              uid "\\377\\000\\001\\002\\003";
            }
            """);
    assertSameStates(LeaseFormat.ISC.read(LeaseExport.ISC.write(ALL, NOW)), ALL);
  }

  @Test
  void dnsmasqKnowsActiveLeasesOnly() {
    assertThat(LeaseExport.DNSMASQ.write(ALL, NOW))
        .isEqualTo(
            """
            1795525200 52:54:00:12:34:56 10.77.0.11 pc1 *
            1795521650 02:00:00:00:00:01 10.77.0.14 * ff:00:01:02:03
            """);
    assertSameStates(
        LeaseFormat.DNSMASQ.read(LeaseExport.DNSMASQ.write(ALL, NOW)), List.of(PC1, ODD));
  }

  @Test
  void kea() {
    String text = LeaseExport.KEA.write(ALL, NOW);

    assertThat(text.lines().skip(1))
        .containsExactly(
            "10.77.0.11,52:54:00:12:34:56,,7200,1795525200,1,0,0,pc1,0,",
            "10.77.0.12,52:54:00:12:34:57,,3540,1795521540,1,0,0,pc2,2,",
            "10.77.0.13,,,4200,1795522200,1,0,0,,1,",
            "10.77.0.14,02:00:00:00:00:01,ff:00:01:02:03,55,1795521650,1,0,0,,0,");
    LeaseFile file = LeaseFormat.KEA.read(text);
    assertThat(file.isUnderstood()).isTrue();
    assertThat(file.leases()).hasSize(3);
  }

  @Test
  void csv() {
    assertThat(LeaseExport.CSV.write(List.of(PC1), NOW))
        .isEqualTo(
            """
            address,mac,client,name,state,role,start,end,last-message
            10.77.0.11,52:54:00:12:34:56,01:52:54:00:12:34:56,pc1,bound,node,\
            2026-11-24T11:00:00Z,2026-11-24T13:00:00Z,2026-11-24T11:00:00Z
            """);
  }

  private static void assertSameStates(LeaseFile read, List<Lease> leases) {
    assertThat(read.isUnderstood()).as("%s", read.findings()).isTrue();
    assertThat(
            read.leases().stream()
                .map(lease -> lease.at(NOW))
                .map(lease -> lease.address() + " " + lease.mac() + " " + lease.name()))
        .containsExactlyElementsOf(
            leases.stream()
                .map(lease -> lease.address() + " " + lease.mac() + " " + lease.name())
                .toList());
  }
}

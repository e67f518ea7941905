package org.comosix.appliance.control.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.control.leases.Adoption.Outcome;
import org.comosix.appliance.dhcp.NodeReservations;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import does to the book, on its directory. */
final class LeaseDeskTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final MacAddress PC1 = MacAddress.parse("52:54:00:12:34:56");

  private final Path directory;
  private final List<LocalDesk> open = new ArrayList<>();

  LeaseDeskTest(@TempDir Path directory) {
    this.directory = directory.resolve("leases");
  }

  private LocalDesk desk() {
    ConfiguredNodes nodes =
        new ConfiguredNodes(
            List.of(
                new Node(
                    new NodeName("pc1"),
                    PC1,
                    Optional.of(Ipv4Address.parse("10.77.0.11")),
                    Optional.empty())));
    LocalDesk desk =
        LocalDesk.open(
            directory,
            nodes,
            List.of(Ipv4Subnet.parse("10.77.0.0/24")),
            new NodeReservations(nodes),
            InstantSource.fixed(NOW));
    open.add(desk);
    return desk;
  }

  @AfterEach
  void close() {
    open.forEach(LocalDesk::close);
  }

  private static Lease lease(String address, String mac, String name, long heard, long left) {
    MacAddress hardware = MacAddress.parse(mac);
    return new Lease(
        Ipv4Address.parse(address),
        ClientId.of(hardware),
        hardware,
        Optional.of(new NodeName(name)),
        left > 0 ? LeaseState.BOUND : LeaseState.RELEASED,
        NOW.plusSeconds(heard),
        NOW.plusSeconds(left),
        NOW.plusSeconds(heard),
        MachineRole.HOST);
  }

  private static List<Outcome> outcomes(LeaseDesk desk, Lease... leases) throws Exception {
    return desk.adopt(List.of(leases), false).stream().map(Adoption::outcome).toList();
  }

  @Test
  void whatIsTakenIsThereAfterARestart() throws Exception {
    LocalDesk desk = desk();
    Lease lease = lease("10.77.0.50", "52:54:00:00:00:01", "printer", -60, 600);

    assertThat(outcomes(desk, lease)).containsExactly(Outcome.TAKEN);
    desk.close();
    open.clear();

    assertThat(desk().all()).containsExactly(lease);
  }

  @Test
  void dryRunChangesNothing() {
    LocalDesk desk = desk();

    assertThat(
            desk.adopt(List.of(lease("10.77.0.50", "52:54:00:00:00:01", "a", -60, 600)), true)
                .get(0))
        .isEqualTo(new Adoption(Ipv4Address.parse("10.77.0.50"), Outcome.TAKEN, ""));
    assertThat(desk.all()).isEmpty();
  }

  @Test
  void importCanBeRepeatedAndOlderInformationLoses() throws Exception {
    LocalDesk desk = desk();
    Lease lease = lease("10.77.0.50", "52:54:00:00:00:01", "a", -60, 600);
    desk.adopt(List.of(lease), false);

    assertThat(outcomes(desk, lease)).containsExactly(Outcome.KNOWN);
    assertThat(outcomes(desk, lease("10.77.0.50", "52:54:00:00:00:01", "a", -90, 500)))
        .containsExactly(Outcome.KNOWN);
    assertThat(outcomes(desk, lease("10.77.0.50", "52:54:00:00:00:01", "a", -30, 700)))
        .containsExactly(Outcome.TAKEN);
    assertThat(outcomes(desk, lease("10.77.0.50", "52:54:00:00:00:02", "b", -10, 900)))
        .containsExactly(Outcome.HELD_BY_ANOTHER);
    assertThat(desk.all().get(0).end()).isEqualTo(NOW.plusSeconds(700));
  }

  @Test
  void whatWasReleasedHereSinceStaysReleased() throws Exception {
    LocalDesk desk = desk();
    Lease lease = lease("10.77.0.50", "52:54:00:00:00:01", "a", -60, 600);
    desk.adopt(List.of(lease), false);

    assertThat(desk.release(lease.address())).contains(lease);
    assertThat(desk.release(lease.address())).isEmpty();
    assertThat(outcomes(desk, lease)).containsExactly(Outcome.KNOWN);
    assertThat(desk.all().get(0).state()).isEqualTo(LeaseState.RELEASED);
  }

  @Test
  void oneClientKeepsOneLeaseOnALink() throws Exception {
    LocalDesk desk = desk();

    assertThat(
            outcomes(
                desk,
                lease("10.77.0.50", "52:54:00:00:00:01", "a", -60, 600),
                lease("10.77.0.51", "52:54:00:00:00:01", "a", -60, 600)))
        .containsExactly(Outcome.TAKEN, Outcome.CLIENT_HAS_ANOTHER);
  }

  @Test
  void addressesOutsideAndReservedOnesAreRefusedByName() {
    LocalDesk desk = desk();

    assertThat(
            desk.adopt(
                List.of(
                    lease("10.78.0.50", "52:54:00:00:00:01", "a", -60, 600),
                    lease("10.77.0.11", "52:54:00:00:00:01", "a", -60, 600)),
                false))
        .extracting(Adoption::outcome, Adoption::why)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Outcome.OUTSIDE, "it is in none of the configured subnets"),
            org.assertj.core.groups.Tuple.tuple(
                Outcome.RESERVED, "the address is reserved for pc1"));
  }

  @Test
  void aMachineOfTheListIsANodeUnderItsName() throws Exception {
    LocalDesk desk = desk();
    outcomes(
        desk,
        lease("10.77.0.11", PC1.toString(), "windows", -60, 600),
        lease("10.77.0.50", "52:54:00:00:00:01", "pc1", -60, 600));

    assertThat(desk.all())
        .extracting(lease -> lease.name().orElseThrow().value(), Lease::role)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("pc1", MachineRole.NODE),
            org.assertj.core.groups.Tuple.tuple("pc1", MachineRole.HOST));
  }
}

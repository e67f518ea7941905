package org.comosix.appliance.control.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.dhcp.NodeReservations;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.json.JsonValue;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseClock;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.lease.LeaseLimits;
import org.comosix.appliance.lease.journal.FileLeaseJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code leases.repair} does in an appliance that serves from a damaged journal. */
final class RepairWhileServingTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

  private final ConfiguredNodes nodes = new ConfiguredNodes(List.of());
  private final LeaseIndex index = new LeaseIndex(CLOCK);

  @Test
  void afterItNewLeasesAreTakenAgain(@TempDir Path directory) throws Exception {
    try (FileLeaseJournal journal = journal(directory)) {
      journal.replay(lease -> {});
      journal.append(List.of(lease(1)), List::of);
      journal.append(List.of(lease(2)), List::of);
    }
    Path file = directory.resolve("leases.journal");
    byte[] bytes = Files.readAllBytes(file);
    bytes[40] ^= 1;
    Files.write(file, bytes);
    try (LeaseBook book =
        new LeaseBook(
            List.of(),
            new NodeReservations(nodes),
            journal(directory),
            index,
            LeaseClock.neverSet(CLOCK),
            LeaseLimits.DEFAULT)) {
      book.open();
      assertThat(book.problem()).get(STRING).contains("is damaged");

      Map<String, ?> result = repair(book);

      assertThat(String.valueOf(result.get("kept"))).startsWith(file + ".damaged-");
      assertThat(book.isDurable()).isTrue();
      book.expire();
      assertThat(book.problem()).isEmpty();
      assertThat(repair(book)).isEmpty();
    }
    assertThat(index.all()).extracting(Lease::address).containsExactly(address(2));
  }

  private Map<String, ?> repair(LeaseBook book) throws ControlRefusedException {
    LeaseCommands.LeaseThread thread =
        new LeaseCommands.LeaseThread() {
          @Override
          public <T> CompletableFuture<T> run(Function<LeaseBook, T> work) {
            return CompletableFuture.completedFuture(work.apply(book));
          }
        };
    return Optional.ofNullable(
            new LeaseCommands(index, thread, () -> new LeaseWork(nodes, List.of()))
                .all()
                .get(LeaseCommands.REPAIR))
        .orElseThrow()
        .run(new JsonValue.Obj(Map.of(), 1, 1));
  }

  private static FileLeaseJournal journal(Path directory) {
    return new FileLeaseJournal(directory, Runnable::run, CLOCK);
  }

  private static Lease lease(int number) {
    Instant now = CLOCK.instant();
    MacAddress mac = new MacAddress(number);
    return new Lease(
        address(number),
        ClientId.of(mac),
        mac,
        Optional.empty(),
        LeaseState.BOUND,
        now,
        now.plusSeconds(3600),
        now,
        MachineRole.HOST);
  }

  private static Ipv4Address address(int number) {
    return new Ipv4Address(0x0a4d_0000 + number);
  }
}

package org.comosix.appliance.lease.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.lease.LeaseJournalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second process looks while the appliance serves. */
final class JournalReaderTest {

  private final Path directory;

  JournalReaderTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static Lease lease(String address, String mac, long start) {
    MacAddress hardware = MacAddress.parse(mac);
    return new Lease(
        Ipv4Address.parse(address),
        ClientId.of(hardware),
        hardware,
        Optional.of(new NodeName("pc1")),
        LeaseState.BOUND,
        Instant.ofEpochSecond(start),
        Instant.ofEpochSecond(start + 3600),
        Instant.ofEpochSecond(start),
        MachineRole.NODE);
  }

  @Test
  void theLastLeaseOfEachAddressOfAJournalThatIsOpen() {
    Lease first = lease("10.77.0.50", "52:54:00:00:00:01", 1000);
    Lease renewed = lease("10.77.0.50", "52:54:00:00:00:01", 2000);
    Lease other = lease("10.77.0.51", "52:54:00:00:00:02", 1000);
    try (FileLeaseJournal journal =
        new FileLeaseJournal(directory, Runnable::run, InstantSource.system())) {
      journal.replay(lease -> {});
      journal.append(List.of(first, other), List::of);
      journal.append(List.of(renewed), List::of);

      assertThat(JournalReader.read(directory)).containsExactlyInAnyOrder(renewed, other);

      journal.append(List.of(first), List::of);
      assertThat(JournalReader.read(directory)).containsExactlyInAnyOrder(first, other);
    }
  }

  @Test
  void aBatchThatIsBeingWrittenIsNotSeenYet() throws IOException {
    Lease lease = lease("10.77.0.50", "52:54:00:00:00:01", 1000);
    try (FileLeaseJournal journal =
        new FileLeaseJournal(directory, Runnable::run, InstantSource.system())) {
      journal.replay(any -> {});
      journal.append(List.of(lease), List::of);
    }
    Path file = directory.resolve("leases.journal");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, new byte[] {whole[whole.length - 1], 1, 2}, StandardOpenOption.APPEND);

    assertThat(JournalReader.read(directory)).containsExactly(lease);
    assertThat(Files.size(file)).isEqualTo(whole.length + 3);
  }

  @Test
  void withoutAJournalThereAreNoLeasesAndNoneIsMade() throws IOException {
    assertThat(JournalReader.read(directory)).isEmpty();
    assertThat(JournalReader.read(directory.resolve("none"))).isEmpty();
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void somethingElseThanAJournalIsRefused() throws IOException {
    Files.writeString(directory.resolve("leases.journal"), "lease 10.77.0.50 {\n}\n".repeat(9));

    assertThatThrownBy(() -> JournalReader.read(directory))
        .isInstanceOf(LeaseJournalException.class);
  }
}

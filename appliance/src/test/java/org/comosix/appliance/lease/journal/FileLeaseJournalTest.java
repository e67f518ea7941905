package org.comosix.appliance.lease.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.comosix.appliance.lease.journal.Leases.lease;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.lease.LeaseJournalException;
import org.comosix.appliance.testkit.FakeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileLeaseJournalTest {

  private static final long NEVER = Long.MAX_VALUE / 8;

  private final Path directory;
  private final FakeClock clock = new FakeClock();
  private final BreakableDisk disk = new BreakableDisk();
  private final Map<Ipv4Address, Lease> acknowledged = new LinkedHashMap<>();

  FileLeaseJournalTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void everyStateAndFieldComesBack() {
    Lease bound = lease(1, 1);
    List<Lease> all =
        List.of(
            bound,
            with(lease(2, 2), LeaseState.RELEASED),
            with(lease(3, 3), LeaseState.EXPIRED),
            with(lease(4, 4), LeaseState.DECLINED),
            new Lease(
                bound.address().plus(9),
                ClientId.of(new byte[255]),
                bound.mac(),
                Optional.empty(),
                LeaseState.BOUND,
                bound.start(),
                bound.end(),
                bound.lastMessage(),
                MachineRole.HOST));
    try (FileLeaseJournal journal = open(NEVER)) {
      assertThat(replay(journal)).isEmpty();
      append(journal, all);
    }

    assertThat(reopened()).containsExactlyElementsOf(all);
  }

  private static Lease with(Lease lease, LeaseState state) {
    return new Lease(
        lease.address(),
        lease.client(),
        lease.mac(),
        lease.name(),
        state,
        lease.start(),
        lease.end(),
        lease.lastMessage(),
        lease.role());
  }

  @Test
  void aBatchIsForcedOnceAndBeforeAppendReturns() {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      int before = disk.forces;

      append(journal, List.of(lease(1, 1), lease(2, 1), lease(3, 1)));

      assertThat(disk.forces).isEqualTo(before + 1);
    }
  }

  @Test
  void theSameDirectoryIsNotServedTwice() {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);

      assertThatThrownBy(() -> open(NEVER))
          .isInstanceOf(LeaseJournalException.class)
          .hasMessageContaining("another appliance");
    }
  }

  /** As a power cut leaves it: any number of bytes of the last batch. */
  @Test
  void cutAnywhereInItsLastBatchTheJournalOpensWithAllBatchesBefore() throws IOException {
    List<Lease> first = List.of(lease(1, 1), lease(2, 1));
    long whole;
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, first);
      whole = Files.size(file());
      append(journal, List.of(lease(3, 1), lease(4, 1)));
    }
    byte[] bytes = Files.readAllBytes(file());
    for (int length = (int) whole; length < bytes.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(bytes, length));

      assertThat(reopened()).as("cut at %d", length).containsExactlyElementsOf(first);

      assertThat(Files.size(file())).isEqualTo(whole);
    }
  }

  @Test
  void afterATornTailTheJournalGoesOn() throws IOException {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, List.of(lease(1, 1)));
    }
    // The file system made the file longer, and then the power went.
    Files.write(file(), new byte[5000], java.nio.file.StandardOpenOption.APPEND);
    try (FileLeaseJournal journal = open(NEVER)) {
      assertThat(replay(journal)).hasSize(1);
      append(journal, List.of(lease(2, 1)));
    }

    assertThat(reopened()).containsExactly(lease(1, 1), lease(2, 1));
  }

  /** One byte anywhere in a batch that is not the last one. */
  @Test
  void damageInTheMiddleCostsThatBatchAndStopsTheWriting() throws IOException {
    int first;
    int second;
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, List.of(lease(1, 1)));
      first = (int) Files.size(file());
      append(journal, List.of(lease(2, 1)));
      second = (int) Files.size(file());
      append(journal, List.of(lease(3, 1)));
    }
    byte[] bytes = Files.readAllBytes(file());
    for (int at = first; at < second; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x10;
      Files.write(file(), damaged);

      try (FileLeaseJournal journal = open(NEVER)) {
        assertThat(replay(journal)).as("byte %d", at).containsExactly(lease(1, 1), lease(3, 1));
        assertThat(journal.problem())
            .get(STRING)
            .startsWith(
                file()
                    + " is damaged: bytes "
                    + first
                    + " to "
                    + (second - 1)
                    + " (at most 1 record)")
            .contains("comosix leases repair");
        assertThatThrownBy(() -> append(journal, List.of(lease(4, 1))))
            .hasMessageContaining("is damaged");
        assertThatThrownBy(() -> journal.recover(List::of)).hasMessageContaining("is damaged");
      }
      assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
    }
  }

  @Test
  void damagedBeginOfTheFileIsDamageLikeAnyOther() throws IOException {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, List.of(lease(1, 1)));
    }
    byte[] bytes = Files.readAllBytes(file());
    bytes[3] ^= 1;
    Files.write(file(), bytes);

    try (FileLeaseJournal journal = open(NEVER)) {
      assertThat(replay(journal)).containsExactly(lease(1, 1));
      assertThat(journal.problem()).get(STRING).contains("bytes 0 to 11");
    }
  }

  @Test
  void repairKeepsTheDamagedFileAndGoesOnWithTheRest() throws IOException {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, List.of(lease(1, 1)));
      append(journal, List.of(lease(2, 1)));
      append(journal, List.of(lease(3, 1)));
    }
    byte[] damaged = Files.readAllBytes(file());
    damaged[damaged.length / 2] ^= 1;
    Files.write(file(), damaged);
    JournalRepair repair = new JournalRepair(directory, clock);
    assertThat(repair.check(lease -> {}).damage()).hasSize(1);

    JournalRepair.Repaired repaired = repair.repair();

    assertThat(repaired.leases()).isEqualTo(2);
    Path kept = directory.resolve("leases.journal.damaged-20261122T120000Z");
    assertThat(repaired.damagedFile()).contains(kept);
    assertThat(Files.readAllBytes(kept)).isEqualTo(damaged);
    assertThat(repair.check(lease -> {}).damage()).isEmpty();
    assertThat(reopened()).containsExactly(lease(1, 1), lease(3, 1));
    assertThat(repair.repair().damagedFile()).isEmpty();
  }

  @Test
  void serverThatServesFromADamagedJournalGoesOnAfterItsRepair() throws IOException {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, List.of(lease(1, 1)));
      append(journal, List.of(lease(2, 1)));
    }
    byte[] damaged = Files.readAllBytes(file());
    damaged[40] ^= 1;
    Files.write(file(), damaged);
    try (FileLeaseJournal journal = open(NEVER)) {
      List<Lease> left = replay(journal);

      assertThat(journal.repair(() -> left)).isPresent();

      assertThat(journal.problem()).isEmpty();
      append(journal, List.of(lease(4, 1)));
    }
    assertThat(reopened()).containsExactly(lease(2, 1), lease(4, 1));
  }

  @Test
  void repairThatFailsChangesNothing() throws IOException {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, List.of(lease(1, 1)));
      append(journal, List.of(lease(2, 1)));
    }
    byte[] damaged = Files.readAllBytes(file());
    damaged[40] ^= 1;
    Files.write(file(), damaged);
    try (FileLeaseJournal journal = open(NEVER)) {
      List<Lease> left = replay(journal);
      disk.room = 20;

      assertThatThrownBy(() -> journal.repair(() -> left))
          .hasMessageContaining("No space left on device");

      assertThat(journal.problem()).isPresent();
    }
    disk.room = Long.MAX_VALUE;
    assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
    assertThat(directory.resolve("leases.journal.new")).doesNotExist();
  }

  /** Seeded: any damage anywhere, then a repair; what is found was written, and a part of it. */
  @Test
  void whateverIsDamagedARepairedJournalHasOnlyWhatWasWritten() throws IOException {
    Random random = new Random(42);
    List<Lease> written = new ArrayList<>();
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      for (int batch = 0; batch < 40; batch++) {
        List<Lease> leases = List.of(lease(batch, 1), lease(batch + 100, 1));
        append(journal, leases);
        written.addAll(leases);
      }
    }
    byte[] bytes = Files.readAllBytes(file());
    for (int i = 0; i < 300; i++) {
      byte[] damaged = bytes.clone();
      int from = JournalFormat.FILE_HEADER + random.nextInt(bytes.length - 100);
      int to = Math.min(damaged.length, from + 1 + random.nextInt(i % 3 == 0 ? 4096 : 30));
      for (int at = from; at < to; at++) {
        damaged[at] = (byte) random.nextInt(256);
      }
      Files.write(file(), damaged);
      clock.advance(Duration.ofSeconds(1));

      new JournalRepair(directory, clock).repair();

      List<Lease> found = reopened();
      assertThat(written).as("bytes %d to %d", from, to).containsAll(found);
      // 138 bytes are a batch of two leases: no more are lost than the damage touches.
      assertThat(found).hasSizeGreaterThanOrEqualTo(written.size() - 2 * ((to - from) / 138 + 2));
    }
  }

  @Test
  void anotherFileIsNotTakenForAJournal() throws IOException {
    Files.writeString(file(), "lease 10.77.0.50 {\n}\n");

    assertThatThrownBy(this::reopened).hasMessageContaining("does not begin as a lease journal");
  }

  @Test
  void fullDiskRefusesTheBatchAndTheNextOneGoesOnWhereTheLastWholeOneEnded() {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, List.of(lease(1, 1)));
      disk.room = 30;

      assertThatThrownBy(() -> append(journal, List.of(lease(2, 1))))
          .isInstanceOf(LeaseJournalException.class)
          .hasMessageContaining("No space left on device");

      disk.room = Long.MAX_VALUE;
      append(journal, List.of(lease(3, 1)));
    }

    assertThat(reopened()).containsExactly(lease(1, 1), lease(3, 1));
  }

  @Test
  void afterAFailedForceNothingIsAppendedToThatFileAgain() {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, List.of(lease(1, 1)));
      disk.forceFails = true;
      assertThatThrownBy(() -> append(journal, List.of(lease(2, 1))))
          .hasMessageContaining("Input/output error");
      disk.forceFails = false;

      assertThatThrownBy(() -> append(journal, List.of(lease(3, 1))))
          .hasMessageContaining("a moment ago");

      clock.advance(Duration.ofSeconds(1));
      append(journal, List.of(lease(3, 1)));
      append(journal, List.of(lease(4, 1)));
    }

    // Written anew: what was acknowledged, and not the batch that failed.
    assertThat(reopened()).containsExactly(lease(1, 1), lease(3, 1), lease(4, 1));
  }

  @Test
  void diskThatStaysReadOnlyRefusesEveryBatchAndLosesNothing() {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, List.of(lease(1, 1)));
      disk.room = 0;
      disk.truncateFails = true;
      disk.openFails = true;
      for (int i = 2; i < 5; i++) {
        int number = i;
        assertThatThrownBy(() -> append(journal, List.of(lease(number, 1))))
            .isInstanceOf(LeaseJournalException.class);
        clock.advance(Duration.ofSeconds(2));
      }
    }
    disk.openFails = false;
    disk.truncateFails = false;
    disk.room = Long.MAX_VALUE;

    assertThat(reopened()).containsExactly(lease(1, 1));
  }

  @Test
  void compactionKeepsTheLastOfEachAndWhatCameMeanwhile() throws IOException {
    ArrayDeque<Runnable> background = new ArrayDeque<>();
    try (FileLeaseJournal journal = open(2_000, background::add)) {
      replay(journal);
      int version = 0;
      while (background.isEmpty()) {
        append(journal, List.of(lease(1, version++)));
      }
      append(journal, List.of(lease(2, 1)));
      background.remove().run();
      append(journal, List.of(lease(3, 1)));
    }

    assertThat(Files.size(file())).isLessThan(1_000);
    assertThat(Set.copyOf(reopened())).isEqualTo(new HashSet<>(acknowledged.values()));
    assertThat(directory.resolve("leases.journal.new")).doesNotExist();
  }

  @Test
  void closingDuringACompactionAndAHalfWrittenNewFileDoNoHarm() throws IOException {
    try (FileLeaseJournal journal = open(NEVER)) {
      replay(journal);
      append(journal, List.of(lease(1, 1)));
    }
    Files.write(directory.resolve("leases.journal.new"), new byte[100]);

    assertThat(reopened()).containsExactly(lease(1, 1));
  }

  @Test
  void compactionThatFailsLeavesTheOldFileInUse() {
    try (FileLeaseJournal journal = open(2_000)) {
      replay(journal);
      for (int version = 0; version < 200; version++) {
        // Its file cannot be made; appending to the open one works.
        disk.openFails = version > 3;
        append(journal, List.of(lease(version % 7, version)));
      }
      disk.openFails = false;
    }

    Map<Ipv4Address, Lease> last = new LinkedHashMap<>();
    reopened().forEach(lease -> last.put(lease.address(), lease));
    assertThat(last).isEqualTo(acknowledged);
  }

  /** Seeded: appends, failures of each kind, compactions, and restarts in any order. */
  @Test
  void whateverHappensTheAcknowledgedLeasesAndNoOthersAreThere() {
    Random random = new Random(20261122);
    for (int life = 0; life < 25; life++) {
      try (FileLeaseJournal journal = open(1_500)) {
        Map<Ipv4Address, Lease> found = new LinkedHashMap<>();
        replay(journal).forEach(lease -> found.put(lease.address(), lease));
        assertThat(found).as("life %d", life).isEqualTo(acknowledged);
        for (int i = 0; i < 40; i++) {
          disk.room = random.nextInt(6) == 0 ? random.nextInt(200) : Long.MAX_VALUE;
          List<Lease> batch = new ArrayList<>();
          for (int n = random.nextInt(4); n >= 0; n--) {
            batch.add(lease(random.nextInt(12), life * 1000 + i));
          }
          try {
            append(journal, batch);
          } catch (LeaseJournalException e) {
            clock.advance(Duration.ofSeconds(2));
          }
        }
        disk.room = Long.MAX_VALUE;
      }
    }
  }

  @Test
  void randomBytesAreRefusedOrReadButNeverAnythingElse() throws IOException {
    Random random = new Random(7);
    ByteBuffer good = JournalFormat.frame(List.of(lease(1, 1), lease(2, 1)));
    for (int i = 0; i < 5_000; i++) {
      ByteBuffer file =
          ByteBuffer.allocate(JournalFormat.FILE_HEADER + good.limit())
              .put(JournalFormat.fileHeader())
              .put(good.duplicate())
              .flip();
      for (int n = random.nextInt(3); n >= 0; n--) {
        file.put(random.nextInt(file.limit()), (byte) random.nextInt(256));
      }
      Files.write(file(), file.array());
      try (FileChannel channel = FileChannel.open(file())) {
        Optional<JournalReport> report = JournalScan.read(channel, lease -> {});
        report.ifPresent(
            found ->
                assertThat(found.end())
                    .isBetween((long) JournalFormat.FILE_HEADER, found.length()));
      }
    }
  }

  private FileLeaseJournal open(long worthwhile) {
    return open(worthwhile, Runnable::run);
  }

  private FileLeaseJournal open(long worthwhile, Executor compactor) {
    return new FileLeaseJournal(directory, compactor, clock, disk, worthwhile);
  }

  /** As the lease book does: on failure the batch is undone. */
  private void append(FileLeaseJournal journal, List<Lease> batch) {
    Map<Ipv4Address, Lease> with = new LinkedHashMap<>(acknowledged);
    batch.forEach(lease -> with.put(lease.address(), lease));
    journal.append(batch, () -> copy(with.values()));
    acknowledged.putAll(with);
  }

  private static Collection<Lease> copy(Collection<Lease> leases) {
    return List.copyOf(leases);
  }

  private List<Lease> reopened() {
    try (FileLeaseJournal journal = open(NEVER)) {
      return replay(journal);
    }
  }

  private static List<Lease> replay(FileLeaseJournal journal) {
    List<Lease> found = new ArrayList<>();
    journal.replay(found::add);
    return found;
  }

  private Path file() {
    return directory.resolve("leases.journal");
  }
}

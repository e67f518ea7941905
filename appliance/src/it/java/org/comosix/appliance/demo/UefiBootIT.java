package org.comosix.appliance.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.lease.journal.FileLeaseJournal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A UEFI machine that nobody knows, as far as DHCP goes: firmware, iPXE and initramfs each ask,
 * each with an identifier of its own, and together they use up one address.
 */
final class UefiBootIT {

  private static final String LAB = "comosix-uefi";

  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private LabNetwork network;
  private LabFiles files;

  @BeforeEach
  void makeLab() {
    Lab.clean(LAB);
    network = new LabNetwork(LAB);
    network.create();
    files = LabFiles.create(LAB);
  }

  @AfterEach
  void removeLab() {
    network.close();
    files.delete();
  }

  @ParameterizedTest
  @CsvSource({
    "PXE, 52:54:00:12:34:57, PXE_FIRMWARE|IPXE|INITRAMFS",
    // Behind iPXE nothing differs any more.
    "HTTP_BOOT, 52:54:00:12:34:58, HTTP_FIRMWARE|IPXE",
  })
  void oneMachineUsesUpOneAddress(UefiPc.Firmware firmware, String mac, String clients)
      throws Exception {
    Path state = BootImage.state();
    NodeShell.createKey(files.key());
    files.writeConfiguration(state, BootImage.NAME);
    LogFollower log = new LogFollower(files.applianceLog());
    ServedAppliance appliance = ServedAppliance.start(network, files);
    List<LogLine> acks;
    try {
      awaitEvent(log, "server.ready");
      try (UefiPc pc = UefiPc.powerOn(network, files, firmware, mac)) {
        acks = acks(log, pc, mac, clients.split("\\|", -1).length);
      }
    } finally {
      appliance.close();
    }

    assertThat(acks)
        .extracting(ack -> ack.value("client"))
        .containsExactly(clients.split("\\|", -1));
    assertThat(acks).extracting(ack -> ack.value("address")).containsOnly(onlyLeaseOf(state, mac));
  }

  /** The first acknowledgements of this machine, each of another program of it. */
  private static List<LogLine> acks(LogFollower log, UefiPc pc, String mac, int number) {
    List<LogLine> acks = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (acks.size() < number) {
      if (!pc.isRunning() || System.nanoTime() > deadline) {
        throw new AssertionError("it stopped asking after " + acks);
      }
      facts(log).stream()
          .filter(line -> line.event().equals("dhcp.ack") && line.value("mac").equals(mac))
          .forEach(acks::add);
      pause();
    }
    return acks;
  }

  private static void awaitEvent(LogFollower log, String event) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (facts(log).stream().anyMatch(line -> line.event().equals(event))) {
        return;
      }
      pause();
    }
    throw new AssertionError("no " + event + " in the appliance's log");
  }

  private static List<LogLine> facts(LogFollower log) {
    return log.newLines().stream().flatMap(line -> LogLine.parse(line).stream()).toList();
  }

  /** As the stopped appliance left it on the disk. */
  private static String onlyLeaseOf(Path state, String mac) {
    List<Lease> leases = new ArrayList<>();
    ExecutorService compactor = Executors.newSingleThreadExecutor();
    try (FileLeaseJournal journal =
        new FileLeaseJournal(state.resolve("leases"), compactor, Clock.systemUTC())) {
      journal.replay(leases::add);
    } finally {
      compactor.shutdown();
    }
    List<Lease> ofMachine =
        leases.stream().filter(lease -> lease.mac().equals(MacAddress.parse(mac))).toList();
    assertThat(ofMachine.stream().map(Lease::address).distinct()).hasSize(1);
    return ofMachine.get(0).address().toString();
  }

  private static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
  }
}

package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.comosix.appliance.dns.DnsService;
import org.comosix.appliance.dns.ZoneDefinition;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NameConflicts;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of our names in a BIND 9 (package bind9). */
final class SiteUpdatesIT extends SiteLab {

  SiteUpdatesIT(@TempDir Path directory) throws Exception {
    super(directory);
  }

  @ParameterizedTest
  @EnumSource(TsigAlgorithm.class)
  void aLeaseAppearsWithItsNamesAndEndsWithoutATrace(TsigAlgorithm algorithm) throws Exception {
    if (algorithm != TsigAlgorithm.HMAC_SHA256) {
      bind = bind(algorithm);
    }
    updates(NameConflicts.CHECK);
    Lease lease = node(1, "pc1", "10.77.0.11");
    begins(lease);

    untilShows("om_pc1.lab.example", "A", "10.77.0.11");
    untilShows("om-pc1.lab.example", "A", "10.77.0.11");
    untilShows("11." + REVERSE, "PTR", "om_pc1.lab.example.");
    assertThat(bind.records("om_pc1.lab.example", "DHCID"))
        .isEqualTo(dhcid(1, "om_pc1.lab.example"));

    ends(lease);
    untilShows("om_pc1.lab.example", "A", "");
    untilShows("11." + REVERSE, "PTR", "");
    untilShows("om_pc1.lab.example", "DHCID", "");
    untilShows("om-pc1.lab.example", "DHCID", "");
    assertThat(bind.dig("om_pc1.lab.example")).contains("status: NXDOMAIN");
  }

  @Test
  void aMachineThatMovesTakesItsNameAlong() throws Exception {
    updates(NameConflicts.CHECK);
    Lease first = node(1, "pc1", "10.77.0.11");
    begins(first);
    untilShows("om_pc1.lab.example", "A", "10.77.0.11");
    begins(node(1, "pc1", "10.77.0.12"));
    ends(first);

    untilShows("om_pc1.lab.example", "A", "10.77.0.12");
    untilShows("11." + REVERSE, "PTR", "");
    untilShows("12." + REVERSE, "PTR", "om_pc1.lab.example.");
  }

  @Test
  void aNameThatChangesHandsIsTheNewMachines() throws Exception {
    updates(NameConflicts.CHECK);
    Lease first = node(1, "pc1", "10.77.0.11");
    begins(first);
    untilShows("om_pc1.lab.example", "A", "10.77.0.11");
    ends(first);
    begins(node(2, "pc1", "10.77.0.12"));

    untilShows("om_pc1.lab.example", "A", "10.77.0.12");
    assertThat(bind.records("om_pc1.lab.example", "DHCID"))
        .isEqualTo(dhcid(2, "om_pc1.lab.example"));
  }

  @Test
  void aNodeAndAHostOfOneNameAreNoRivals() throws Exception {
    updates(NameConflicts.CHECK);
    begins(node(1, "pc1", "10.77.0.11"));
    begins(lease(2, "pc1", "10.77.0.12", MachineRole.HOST));

    untilShows("om_pc1.lab.example", "A", "10.77.0.11");
    untilShows("pc1.lab.example", "A", "10.77.0.12");
    untilShows("12." + REVERSE, "PTR", "pc1.lab.example.");
  }

  @Test
  void inModeCheckWhatIsNotOursIsLeftAlone() throws Exception {
    bind.nsupdate("update add om_pc1.lab.example 60 A 192.0.2.1");
    SiteUpdates updates = updates(NameConflicts.CHECK);
    Lease lease = node(1, "pc1", "10.77.0.11");
    begins(lease);

    untilShows("om-pc1.lab.example", "A", "10.77.0.11");
    untilShows("11." + REVERSE, "PTR", "om_node-525400000001.lab.example.");
    untilIdle(updates);
    assertThat(count(updates, "now.foreign")).isEqualTo(1);
    ends(lease);
    untilShows("om-pc1.lab.example", "A", "");
    untilIdle(updates);
    assertThat(bind.records("om_pc1.lab.example", "A")).isEqualTo("192.0.2.1");
    assertThat(updates.problem()).isEmpty();
  }

  @Test
  void inModeReplaceWhatHasADhcidIsReplacedAndNothingElse() throws Exception {
    bind.nsupdate(
        "update add om_pc1.lab.example 60 A 192.0.2.1\n"
            + "update add om_pc1.lab.example 60 DHCID "
            + dhcid(9, "om_pc1.lab.example")
            + "\nupdate add om-pc1.lab.example 60 A 192.0.2.1");
    SiteUpdates updates = updates(NameConflicts.REPLACE);
    begins(node(1, "pc1", "10.77.0.11"));

    untilShows("om_pc1.lab.example", "A", "10.77.0.11");
    untilIdle(updates);
    assertThat(bind.records("om-pc1.lab.example", "A")).isEqualTo("192.0.2.1");
    assertThat(bind.records("om_pc1.lab.example", "DHCID"))
        .isEqualTo(dhcid(1, "om_pc1.lab.example"));
  }

  @Test
  void inModeForceWhateverIsThereIsReplaced() throws Exception {
    bind.nsupdate("update add om_pc1.lab.example 60 A 192.0.2.1");
    updates(NameConflicts.FORCE);
    Lease lease = node(1, "pc1", "10.77.0.11");
    begins(lease);
    untilShows("om_pc1.lab.example", "A", "10.77.0.11");
    ends(lease);
    untilShows("om_pc1.lab.example", "A", "");
    untilShows("om_pc1.lab.example", "DHCID", "");
  }

  @Test
  void whatAPersonAddedToOurNameStays() throws Exception {
    updates(NameConflicts.CHECK);
    Lease lease = node(1, "pc1", "10.77.0.11");
    begins(lease);
    untilShows("om_pc1.lab.example", "A", "10.77.0.11");
    bind.nsupdate("update add om_pc1.lab.example 60 TXT kept");
    ends(lease);

    untilShows("om_pc1.lab.example", "DHCID", "");
    assertThat(bind.records("om_pc1.lab.example", "TXT")).isEqualTo("\"kept\"");
  }

  @Test
  void whatChangedWhileTheServerWasDownIsMadeUpFor() throws Exception {
    SiteUpdates updates = updates(NameConflicts.CHECK);
    Lease first = node(1, "pc1", "10.77.0.11");
    begins(first);
    untilShows("om_pc1.lab.example", "A", "10.77.0.11");
    untilIdle(updates);

    bind.stop();
    ends(first);
    Lease second = node(2, "pc2", "10.77.0.12");
    begins(second);
    ends(second);
    begins(node(3, "pc3", "10.77.0.13"));
    Waiting.until(PATIENCE, () -> updates.problem().isPresent(), () -> "no problem");
    assertThat(updates.problem().orElseThrow()).contains("unreachable", "names wait");

    bind.start();
    untilShows("om_pc3.lab.example", "A", "10.77.0.13");
    untilShows("om_pc1.lab.example", "A", "");
    untilIdle(updates);
    assertThat(bind.records("om_pc2.lab.example", "A")).isEmpty();
    assertThat(updates.problem()).isEmpty();
  }

  @Test
  void whatEndedWhileWeWereKilledIsTakenBackAfterTheStart() throws Exception {
    SiteUpdates killed = updates(NameConflicts.CHECK);
    Lease gone = node(1, "pc1", "10.77.0.11");
    begins(gone);
    begins(node(2, "pc2", "10.77.0.12"));
    untilShows("om_pc2.lab.example", "A", "10.77.0.12");
    untilIdle(killed);
    // What a SIGKILL would leave: the file as it is at this moment.
    Path left = Files.createDirectory(directory.resolve("left"));
    try (Stream<Path> files = Files.list(directory.resolve("updates"))) {
      for (Path file : files.toList()) {
        Files.copy(file, left.resolve(file.getFileName()));
      }
    }
    close(killed);

    ends(gone);
    SiteUpdates next =
        updates(NameConflicts.CHECK, bind.key(), List.of("lab.example", REVERSE), left);
    untilShows("om_pc1.lab.example", "A", "");
    untilShows("11." + REVERSE, "PTR", "");
    untilIdle(next);
    assertThat(bind.records("om_pc2.lab.example", "A")).isEqualTo("10.77.0.12");
  }

  @Test
  void aZoneThatRefusesUnderscoresTakesTheAliasAndTheProblemSaysWhatToDo() throws Exception {
    names = names("strict.example");
    SiteUpdates updates = updates(NameConflicts.CHECK, bind.key(), List.of("strict.example"));
    begins(node(1, "pc1", "10.77.0.11"));

    untilShows("om-pc1.strict.example", "A", "10.77.0.11");
    untilIdle(updates);
    assertThat(updates.problem().orElseThrow())
        .contains("REFUSED for om_pc1.strict.example.", "check-names ignore");
  }

  @Test
  void aWrongSecretIsSaidInWords() throws Exception {
    TsigKey other = new TsigKey(SiteServer.KEY, TsigAlgorithm.HMAC_SHA256, new byte[] {1});
    SiteUpdates updates = updates(NameConflicts.CHECK, other, List.of("lab.example"));
    begins(node(1, "pc1", "10.77.0.11"));

    Waiting.until(PATIENCE, () -> updates.problem().isPresent(), bind::log);
    assertThat(updates.problem().orElseThrow())
        .contains("BADSIG", "the secret of the key comosix-ddns");
  }

  @Test
  void aKeyThatTheServerDoesNotHaveIsSaidInWords() throws Exception {
    TsigKey other = new TsigKey("another-key", TsigAlgorithm.HMAC_SHA256, new byte[] {1});
    SiteUpdates updates = updates(NameConflicts.CHECK, other, List.of("lab.example"));
    begins(node(1, "pc1", "10.77.0.11"));

    Waiting.until(PATIENCE, () -> updates.problem().isPresent(), bind::log);
    assertThat(updates.problem().orElseThrow()).contains("BADKEY", "another-key (hmac-sha256)");
  }

  @Test
  void aClockThatIsWrongIsSaidInWords() throws Exception {
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    SiteUpdates updates =
        updates(
            NameConflicts.CHECK,
            bind.key(),
            List.of("lab.example"),
            directory.resolve("updates"),
            ahead);
    begins(node(1, "pc1", "10.77.0.11"));

    Waiting.until(PATIENCE, () -> updates.problem().isPresent(), bind::log);
    assertThat(updates.problem().orElseThrow()).contains("BADTIME", "clock");
  }

  @Test
  void knotIsKeptUpToDateToo() throws Exception {
    Path home = Files.createDirectory(directory.resolve("knot"));
    bind = Knot.start(home, List.of("lab.example", REVERSE));
    open.add(bind);
    bind.nsupdate("update add om_pc2.lab.example 60 A 192.0.2.1");
    SiteUpdates updates = updates(NameConflicts.CHECK);
    Lease first = node(1, "pc1", "10.77.0.11");
    begins(first);
    begins(node(2, "pc2", "10.77.0.12"));
    untilShows("om_pc1.lab.example", "A", "10.77.0.11");
    untilShows("11." + REVERSE, "PTR", "om_pc1.lab.example.");
    untilShows("om_pc1.lab.example", "DHCID", dhcid(1, "om_pc1.lab.example"));
    untilShows("om-pc2.lab.example", "A", "10.77.0.12");
    untilIdle(updates);
    assertThat(bind.records("om_pc2.lab.example", "A")).isEqualTo("192.0.2.1");

    begins(node(1, "pc1", "10.77.0.13"));
    ends(first);
    untilShows("om_pc1.lab.example", "A", "10.77.0.13");
    untilShows("11." + REVERSE, "PTR", "");
    ends(node(1, "pc1", "10.77.0.13"));
    untilShows("om_pc1.lab.example", "DHCID", "");
    untilShows("om_pc1.lab.example", "A", "");
    assertThat(updates.problem().orElseThrow()).contains("om_pc2.lab.example. is somebody else's");
  }

  @Test
  void aZoneThatIsNotTheServersIsSaidInWords() throws Exception {
    names = names("elsewhere.example");
    SiteUpdates updates = updates(NameConflicts.CHECK, bind.key(), List.of("elsewhere.example"));
    begins(node(1, "pc1", "10.77.0.11"));

    Waiting.until(PATIENCE, () -> updates.problem().isPresent(), bind::log);
    assertThat(updates.problem().orElseThrow()).contains("NOTAUTH", "elsewhere.example");
  }

  @Test
  void aPreflightSaysWhichNamesAServerWouldRefuseAndLeavesNothing() {
    UpdateTarget target =
        new UpdateTarget(
            bind.address(),
            Stream.of("lab.example", REVERSE, "strict.example").map(DomainName::parse).toList(),
            bind.key(),
            NameConflicts.CHECK,
            audit);

    List<UpdatePreflight.Finding> findings = preflight().check(target);

    assertThat(findings)
        .filteredOn(finding -> finding.problem().isEmpty())
        .extracting(finding -> finding.name().toString())
        .containsExactly(
            "om_comosix-check.lab.example.",
            "om-comosix-check.lab.example.",
            "comosix-check." + REVERSE + ".",
            "om-comosix-check.strict.example.");
    assertThat(findings)
        .filteredOn(finding -> finding.problem().isPresent())
        .singleElement()
        .satisfies(
            refused ->
                assertThat(refused.problem().orElseThrow())
                    .startsWith("REFUSED: ")
                    .contains("check-names ignore"));
    assertThat(bind.dig("om_comosix-check.lab.example ANY")).contains("status: NXDOMAIN");
    assertThat(bind.dig("comosix-check." + REVERSE + " ANY")).contains("status: NXDOMAIN");
  }

  @Test
  void aBacklogOfThousandsDrainsQuickly() throws Exception {
    List<LeaseEvent> events = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      Ipv4Address address = Ipv4Address.parse("10.77.4.0").plus(i);
      Lease lease = lease(i, "pc" + i, address.toString(), MachineRole.HOST);
      events.add(new LeaseEvent(LeaseEvent.Kind.BOUND, lease));
    }
    names.changed(events);
    long start = System.nanoTime();
    SiteUpdates updates = updates(NameConflicts.CHECK);

    Waiting.until(
        PATIENCE, () -> count(updates, "done") == 2000, () -> updates.counters().toString());
    System.out.println(
        "2000 names in " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    untilShows("pc1999.lab.example", "A", "10.77.11.207");
  }
}

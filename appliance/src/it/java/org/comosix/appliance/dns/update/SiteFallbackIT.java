package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NameConflicts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a machine is called in the site's server where its name is somebody else's. */
final class SiteFallbackIT extends SiteLab {

  private static final String FALLBACK = "om_node-525400000001.lab.example";

  SiteFallbackIT(@TempDir Path directory) throws Exception {
    super(directory);
    // Foreign names are looked at soon, not after a quarter of a minute.
    audit = Optional.of(Duration.ofSeconds(2));
  }

  private void isForeign(String name) {
    bind.nsupdate("update add " + name + " 60 A 192.0.2.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind", "knot"})
  void theFallbackNameIsClaimedAndTheWantedOneWhenItIsFree(String server) throws Exception {
    if (server.equals("knot")) {
      bind = Knot.start(directory, List.of("lab.example", REVERSE));
      open.add(bind);
    }
    isForeign("om_pc1.lab.example");
    SiteUpdates updates = updates(NameConflicts.CHECK);
    Lease lease = node(1, "pc1", "10.77.0.11");
    begins(lease);

    untilShows(FALLBACK, "A", "10.77.0.11");
    untilShows("11." + REVERSE, "PTR", FALLBACK + ".");
    untilShows("om-pc1.lab.example", "A", "10.77.0.11");
    untilIdle(updates);
    assertThat(bind.records(FALLBACK, "DHCID")).isEqualTo(dhcid(1, FALLBACK));
    assertThat(bind.records("om_pc1.lab.example", "A")).isEqualTo("192.0.2.1");
    assertThat(bind.records("om-node-525400000001.lab.example", "A"))
        .as("the alias was free")
        .isEmpty();
    assertThat(updates.problem().orElseThrow())
        .contains(
            "om_pc1.lab.example. is somebody else's there, 52:54:00:00:00:01 is called "
                + FALLBACK
                + ". instead");

    bind.nsupdate("update delete om_pc1.lab.example");
    untilShows("om_pc1.lab.example", "A", "10.77.0.11");
    untilShows("11." + REVERSE, "PTR", "om_pc1.lab.example.");
    untilShows(FALLBACK, "A", "");
    untilShows(FALLBACK, "DHCID", "");
    untilIdle(updates);
    assertThat(updates.problem()).isEmpty();

    ends(lease);
    untilShows("om_pc1.lab.example", "DHCID", "");
    untilShows("11." + REVERSE, "PTR", "");
  }

  @Test
  void aHostFallsBackWithoutAPrefix() throws Exception {
    isForeign("pc1.lab.example");
    updates(NameConflicts.CHECK);
    begins(lease(1, "pc1", "10.77.0.11", MachineRole.HOST));

    untilShows("node-525400000001.lab.example", "A", "10.77.0.11");
    untilShows("11." + REVERSE, "PTR", "node-525400000001.lab.example.");
  }

  @Test
  void theFallbackNameMovesAndEndsWithTheLease() throws Exception {
    isForeign("om_pc1.lab.example");
    SiteUpdates updates = updates(NameConflicts.CHECK);
    Lease first = node(1, "pc1", "10.77.0.11");
    begins(first);
    untilShows(FALLBACK, "A", "10.77.0.11");

    Lease second = node(1, "pc1", "10.77.0.12");
    begins(second);
    ends(first);
    untilShows(FALLBACK, "A", "10.77.0.12");
    untilShows("12." + REVERSE, "PTR", FALLBACK + ".");
    untilShows("11." + REVERSE, "PTR", "");

    ends(second);
    untilShows(FALLBACK, "DHCID", "");
    untilShows("12." + REVERSE, "PTR", "");
    untilIdle(updates);
    assertThat(bind.records("om_pc1.lab.example", "A")).isEqualTo("192.0.2.1");
    assertThat(updates.problem()).isEmpty();
  }

  @Test
  void aRestartChangesNothingAndWhatBecameFreeMeanwhileIsTaken() throws Exception {
    isForeign("om_pc1.lab.example");
    begins(node(1, "pc1", "10.77.0.11"));
    SiteUpdates first = updates(NameConflicts.CHECK);
    untilShows("11." + REVERSE, "PTR", FALLBACK + ".");
    untilIdle(first);
    close(first);

    SiteUpdates second = updates(NameConflicts.CHECK);
    Waiting.until(
        PATIENCE, () -> count(second, "now.foreign") == 1, () -> second.counters().toString());
    untilIdle(second);
    assertThat(count(second, "done")).as("nothing was sent again").isZero();
    assertThat(bind.records(FALLBACK, "A")).isEqualTo("10.77.0.11");
    assertThat(bind.records("11." + REVERSE, "PTR")).isEqualTo(FALLBACK + ".");
    close(second);

    bind.nsupdate("update delete om_pc1.lab.example");
    updates(NameConflicts.CHECK);
    untilShows("11." + REVERSE, "PTR", "om_pc1.lab.example.");
    untilShows(FALLBACK, "DHCID", "");
  }

  @Test
  void ofTwoMachinesThatBothFallBackEachHasItsOwnName() throws Exception {
    isForeign("om_pc1.lab.example");
    isForeign("om_pc2.lab.example");
    SiteUpdates updates = updates(NameConflicts.CHECK);
    begins(node(1, "pc1", "10.77.0.11"));
    begins(node(2, "pc2", "10.77.0.12"));

    untilShows("11." + REVERSE, "PTR", FALLBACK + ".");
    untilShows("12." + REVERSE, "PTR", "om_node-525400000002.lab.example.");
    untilIdle(updates);
    assertThat(count(updates, "now.foreign")).isEqualTo(2);
    assertThat(updates.problem().orElseThrow()).endsWith("instead, and 1 more names");
  }

  @Test
  void anAddressLeadsBackToNothingWhereTheFallbackNameIsForeignToo() throws Exception {
    isForeign("pc1.lab.example");
    isForeign("node-525400000001.lab.example");
    SiteUpdates updates = updates(NameConflicts.CHECK);
    begins(lease(1, "pc1", "10.77.0.11", MachineRole.HOST));

    Waiting.until(
        PATIENCE, () -> count(updates, "now.foreign") == 2, () -> updates.counters().toString());
    untilIdle(updates);
    assertThat(bind.records("11." + REVERSE, "PTR")).isEmpty();
  }
}

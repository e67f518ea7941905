package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.NameConflicts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of names that somebody changes in the site's server behind our back. */
final class SiteAuditIT extends SiteLab {

  private static final String NAME = "om_pc1.lab.example";

  SiteAuditIT(@TempDir Path directory) throws Exception {
    super(directory);
    audit = Optional.of(Duration.ofSeconds(1));
  }

  private SiteUpdates withOneNode(NameConflicts mode) throws Exception {
    SiteUpdates updates = updates(mode);
    begins(node(1, "pc1", "10.77.0.11"));
    untilShows(NAME, "A", "10.77.0.11");
    untilShows("11." + REVERSE, "PTR", NAME + ".");
    untilIdle(updates);
    return updates;
  }

  private void untilAudited(SiteUpdates updates, int rounds) throws Exception {
    long end = count(updates, "audit.rounds") + rounds;
    Waiting.until(
        PATIENCE,
        () -> count(updates, "audit.rounds") >= end,
        () -> updates.counters() + bind.log());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bind", "knot"})
  void whatIsGoneIsThereAgain(String server) throws Exception {
    if (server.equals("knot")) {
      bind = Knot.start(directory, List.of("lab.example", REVERSE));
      open.add(bind);
    }
    SiteUpdates updates = withOneNode(NameConflicts.CHECK);
    bind.nsupdate("update delete " + NAME);
    bind.nsupdate("update delete 11." + REVERSE);

    untilShows(NAME, "A", "10.77.0.11");
    untilShows(NAME, "DHCID", dhcid(1, NAME));
    untilShows("11." + REVERSE, "PTR", NAME + ".");
    untilIdle(updates);
    assertThat(count(updates, "audit.repaired")).isEqualTo(2);
    assertThat(count(updates, "audit.foreign")).isZero();
  }

  @Test
  void anAddressThatIsAnotherBesideOurDhcidIsOursAgain() throws Exception {
    SiteUpdates updates = withOneNode(NameConflicts.CHECK);
    bind.nsupdate("update delete " + NAME + " A\nupdate add " + NAME + " 60 A 192.0.2.1");
    untilShows(NAME, "A", "10.77.0.11");

    bind.nsupdate("update add " + NAME + " 60 A 192.0.2.1");
    untilShows(NAME, "A", "10.77.0.11");
    bind.nsupdate("update delete " + NAME + " A");
    untilShows(NAME, "A", "10.77.0.11");
    assertThat(count(updates, "audit.repaired")).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(NameConflicts.class)
  void whatIsSomebodyElsesByNowIsLeftAloneAndReportedInEachMode(NameConflicts mode)
      throws Exception {
    SiteUpdates updates = withOneNode(mode);
    bind.nsupdate("update delete " + NAME + "\nupdate add " + NAME + " 60 A 192.0.2.1");
    bind.nsupdate(
        "update delete 11." + REVERSE + "\nupdate add 11." + REVERSE + " 60 PTR other.example.");

    untilShows("om_node-525400000001.lab.example", "A", "10.77.0.11");
    untilAudited(updates, 2);
    untilIdle(updates);
    assertThat(bind.records(NAME, "A")).isEqualTo("192.0.2.1");
    assertThat(bind.records(NAME, "DHCID")).isEmpty();
    assertThat(updates.problem().orElseThrow()).contains(NAME + ". is somebody else's there");
    assertThat(count(updates, "audit.foreign")).isPositive();
    assertThat(count(updates, "audit.repaired")).isZero();

    bind.nsupdate("update delete " + NAME);
    untilShows(NAME, "A", "10.77.0.11");
    untilShows("om_node-525400000001.lab.example", "DHCID", "");
  }

  @Test
  void whereAnAddressLeadsBackToIsLeftAloneWhenSomebodyChangedIt() throws Exception {
    SiteUpdates updates = withOneNode(NameConflicts.CHECK);
    bind.nsupdate(
        "update delete 11." + REVERSE + "\nupdate add 11." + REVERSE + " 60 PTR other.example.");
    untilAudited(updates, 2);

    assertThat(bind.records("11." + REVERSE, "PTR")).isEqualTo("other.example.");
    assertThat(count(updates, "audit.foreign")).isPositive();
    assertThat(count(updates, "now.foreign")).isEqualTo(1);

    bind.nsupdate("update delete 11." + REVERSE);
    untilShows("11." + REVERSE, "PTR", NAME + ".");
  }

  @Test
  void aServerThatIsDownIsAuditedWhenItIsBack() throws Exception {
    SiteUpdates updates = withOneNode(NameConflicts.CHECK);
    bind.nsupdate("update delete " + NAME);
    bind.stop();
    Waiting.until(
        PATIENCE, () -> count(updates, "audit.unanswered") > 0, () -> updates.counters().toString());
    bind.start();

    untilShows(NAME, "A", "10.77.0.11");
  }

  @Test
  void nothingIsSentWhereAllIsAsWritten() throws Exception {
    SiteUpdates updates = withOneNode(NameConflicts.CHECK);
    long done = count(updates, "done");
    untilAudited(updates, 2);

    assertThat(count(updates, "audit.checked")).isGreaterThanOrEqualTo(6);
    assertThat(count(updates, "done")).isEqualTo(done);
  }
}

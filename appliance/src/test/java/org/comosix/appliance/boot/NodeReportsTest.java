package org.comosix.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.testkit.BootLab;
import org.junit.jupiter.api.Test;

final class NodeReportsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T14:00:00Z");
  private static final Ipv4Address NODE = Ipv4Address.parse("10.77.0.11");
  private static final MacAddress MAC = MacAddress.parse("52:54:00:12:34:56");

  private final List<BootFact> facts = new ArrayList<>();
  private final NodeReports reports =
      new NodeReports(
          new BootLab().lease(MAC.toString(), NODE.toString(), Optional.empty()).targets(),
          facts::add,
          InstantSource.fixed(NOW));

  @Test
  void readyIsToldWithWhatProvesIt() {
    Map<String, String> report = new LinkedHashMap<>();
    report.put("stage", "ready");
    report.put("mac", "00:00:00:00:00:00");
    report.put("failed", " ");
    report.put("root.ro", "yes");
    report.put("root", "nfs");

    assertThat(reports.report(NODE, report)).isTrue();

    assertThat(facts)
        .containsExactly(
            new BootFact(NOW, BootStage.READY, NODE, Optional.of(MAC), "root=nfs root.ro=yes"));
    assertThat(reports.all()).containsExactly(new NodeReport(NOW, NODE, Optional.of(MAC), report));
  }

  @Test
  void theLastReportOfANodeIsKept() {
    reports.report(NODE, Map.of("stage", "init"));
    reports.report(NODE, Map.of("stage", "shutdown"));
    assertThat(reports.all()).map(NodeReport::facts).containsExactly(Map.of("stage", "shutdown"));
    assertThat(facts).map(BootFact::stage).containsExactly(BootStage.INIT);
  }

  @Test
  void anotherStageIsRefused() {
    assertThat(reports.report(NODE, Map.of())).isFalse();
    assertThat(reports.report(NODE, Map.of("stage", "dhcp"))).isFalse();
    assertThat(facts).isEmpty();
    assertThat(reports.all()).isEmpty();
  }

  @Test
  void onlySoManyNodesAreKept() {
    for (int i = 0; i <= NodeReports.MAX_NODES; i++) {
      reports.report(new Ipv4Address(i), Map.of("stage", "init"));
    }
    assertThat(reports.all()).hasSize(NodeReports.MAX_NODES);
    assertThat(reports.all().get(0).address()).isEqualTo(new Ipv4Address(1));
  }
}

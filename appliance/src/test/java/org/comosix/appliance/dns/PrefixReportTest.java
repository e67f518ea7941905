package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.comosix.appliance.domain.NodeLabels;
import org.junit.jupiter.api.Test;

final class PrefixReportTest {

  @Test
  void anUnderscoreUpsetsWhoInsistsOnHostNames() {
    List<PrefixFinding> findings = PrefixReport.of(new NodeLabels("om_", "om-"));

    assertThat(findings)
        .extracting(PrefixFinding::software)
        .containsExactly("BIND", "Kea", "Unbound, OPNsense", "systemd", "Java", "TLS");
    assertThat(findings.get(0).effect()).contains("om_pc1");
    assertThat(findings.get(4).remedy()).isEqualTo("use the alias, om-pc1");
  }

  @Test
  void withoutAnAliasThereIsNoneToUse() {
    assertThat(PrefixReport.of(new NodeLabels("om_", "om_")))
        .extracting(PrefixFinding::remedy)
        .contains("there is no alias to use: dns.alias-prefix = \"om-\"");
  }

  @Test
  void aPrefixThatBeginsWithAnUnderscoreUpsetsDnsmasqToo() {
    assertThat(PrefixReport.of(new NodeLabels("_om-", "om-")))
        .extracting(PrefixFinding::software)
        .contains("dnsmasq");
  }

  @Test
  void lettersDigitsAndHyphensUpsetNobody() {
    assertThat(PrefixReport.of(new NodeLabels("om-", "om-"))).isEmpty();
  }

  @Test
  void withoutAPrefixTheWindowsMachineIsARival() {
    assertThat(PrefixReport.of(new NodeLabels("", "")))
        .extracting(PrefixFinding::software)
        .containsExactly("Windows");
  }

  @Test
  void aPrefixThatMeltsIntoTheNameIsSaid() {
    assertThat(PrefixReport.of(new NodeLabels("om", "om")))
        .extracting(PrefixFinding::effect)
        .containsExactly("cannot tell the node pc1 from a machine that is called ompc1");
  }
}

package org.comosix.appliance.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeLabelsTest {

  private static final NodeLabels LABELS = new NodeLabels("om_", "om-");

  @ParameterizedTest(name = "{0} is {1}, alias {2}")
  @CsvSource({
    "pc1, om_pc1, om-pc1",
    "om-pc1, om_pc1, om-pc1",
    "om, om_om, om-om",
    "omega, om_omega, om-omega",
    "om--x, om_om--x, om-om--x"
  })
  void thePrefixIsAppliedOnce(String name, String label, String alias) {
    assertThat(LABELS.label(new NodeName(name))).isEqualTo(label);
    assertThat(LABELS.alias(new NodeName(name))).contains(alias);
  }

  @ParameterizedTest(name = "a machine that says {0} is {1}")
  @CsvSource({"om_pc1, pc1", "OM_PC1, pc1", "om-pc1, pc1", "pc1, pc1", "PC1, pc1"})
  void aMachineMayKnowItsLabel(String said, String own) {
    assertThat(LABELS.ownName(said)).contains(new NodeName(own));
  }

  @ParameterizedTest
  @CsvSource({"om_", "pc_1", "''", "-", "om__pc1", "pc1.lab.example"})
  void whatIsNoLabelNamesNobody(String said) {
    assertThat(LABELS.ownName(said)).isEmpty();
  }

  @Test
  void generatedNameSpellsItsHardwareAddressAndNoOtherDoes() {
    MacAddress mac = MacAddress.parse("52:54:00:12:34:56");
    assertThat(NodeName.generatedFor(mac).spelledMac()).contains(mac);
    for (String other : new String[] {"node-52540012345", "node-52540012345g", "pc1", "node"}) {
      assertThat(new NodeName(other).spelledMac()).as(other).isEmpty();
    }
  }

  @Test
  void withoutAnAliasPrefixOfItsOwnThereIsNoAlias() {
    assertThat(new NodeLabels("om-", "om-").alias(new NodeName("pc1"))).isEmpty();
  }

  @Test
  void aLabelAlwaysFits() {
    NodeLabels longest = new NodeLabels("a".repeat(15), "");

    assertThat(longest.label(new NodeName("n".repeat(NodeName.MAX_LENGTH)))).hasSize(63);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeLabels("a".repeat(16), ""))
        .withMessageContaining("at most 15");
  }
}

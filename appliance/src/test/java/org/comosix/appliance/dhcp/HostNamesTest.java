package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostNamesTest {

  private static final HostNames HOST_NAMES = new HostNames(new NodeLabels("om_", "om-"));

  @ParameterizedTest
  @CsvSource({
    // option 12, name
    "pc1, pc1",
    "PC-1, pc-1",
    "pc1.school.example, pc1",
    "om_pc1, pc1",
    "om-pc1, pc1",
    "OM_pc1, pc1",
    "om_om_pc1, om-pc1",
    "ompc1, ompc1",
    "my pc!, my-pc",
    "-pc-, pc",
    "café, caf",
  })
  void namesAreCleanedAndLoseOnePrefix(String sent, String name) {
    assertThat(HOST_NAMES.clean(sent)).contains(new NodeName(name));
  }

  @ParameterizedTest
  @CsvSource({"''", "om_", "...", "---", "' '", "日本"})
  void whatLeavesNothingIsNoName(String sent) {
    assertThat(HOST_NAMES.clean(sent)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"47", "48", "49", "250"})
  void longNamesAreCutToALabelWithRoomForThePrefix(int length) {
    String sent = "a".repeat(length - 1) + "-b";

    assertThat(HOST_NAMES.clean(sent).orElseThrow().value()).hasSizeLessThanOrEqualTo(48);
  }
}

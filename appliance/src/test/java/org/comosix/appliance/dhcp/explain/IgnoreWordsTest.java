package org.comosix.appliance.dhcp.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.comosix.appliance.dhcp.IgnoreReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class IgnoreWordsTest {

  @ParameterizedTest
  @EnumSource
  void everyReasonHasWordsAndARemedy(IgnoreReason reason) {
    IgnoreWords words = IgnoreWords.of(reason);

    assertThat(words.why()).isNotBlank().doesNotContain("_").doesNotEndWith(".");
    assertThat(words.remedy()).isNotBlank().doesNotEndWith(".");
  }

  @Test
  void noTwoReasonsHaveTheSameWords() {
    assertThat(Arrays.stream(IgnoreReason.values()).map(IgnoreWords::of).map(IgnoreWords::why))
        .doesNotHaveDuplicates();
  }
}

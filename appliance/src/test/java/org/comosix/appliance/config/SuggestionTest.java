package org.comosix.appliance.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SuggestionTest {

  private static final List<String> KEYS = List.of("lease-time", "router", "pool", "subnet", "ttl");

  @Test
  void oneLetterInThreeMayDiffer() {
    assertThat(Suggestion.nearest("lease_time", KEYS)).contains("lease-time");
    assertThat(Suggestion.nearest("leasetime", KEYS)).contains("lease-time");
    assertThat(Suggestion.nearest("Ruoter", KEYS)).contains("router");
    assertThat(Suggestion.nearest("pol", KEYS)).contains("pool");
    assertThat(Suggestion.nearest("tlt", KEYS)).contains("ttl");
  }

  @Test
  void otherWordsAreNoMistypings() {
    assertThat(Suggestion.nearest("gateway", KEYS)).isEmpty();
    assertThat(Suggestion.nearest("x", KEYS)).isEmpty();
    assertThat(Suggestion.nearest("pool", List.of())).isEmpty();
  }

  @Test
  void distanceCountsInsertionsDeletionsChangesAndSwaps() {
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestion.distance("abc", "")).isEqualTo(3);
    assertThat(Suggestion.distance("router", "router")).isZero();
    assertThat(Suggestion.distance("router", "ruoter")).isEqualTo(1);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
  }
}

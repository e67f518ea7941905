package org.comosix.appliance.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;

/**
 * One boot of one machine as far as it has come: each stage when it was first reached, and each
 * failure.
 */
record Boot(
    MacAddress mac, NodeName node, Ipv4Address address, Instant lastSeen, List<Step> steps) {

  /** The failures that are kept of one boot. */
  static final int MAX_FAILURES = 10;

  /** A DHCP request after so much silence is another boot. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** A stage and when it was reached. */
  record Step(BootStage stage, Instant time, String detail) {}

  static Boot begin(MacAddress mac, NodeName node, BootFact fact) {
    return new Boot(mac, node, fact.address(), fact.time(), List.of());
  }

  Instant started() {
    return steps.isEmpty() ? lastSeen : steps.get(0).time();
  }

  boolean reached(BootStage stage) {
    return steps.stream().anyMatch(step -> step.stage() == stage);
  }

  /** Whether this fact is the beginning of another boot. */
  boolean isOverBefore(BootFact fact) {
    return switch (fact.stage()) {
      case DHCP -> reached(BootStage.READY) || fact.time().isAfter(lastSeen.plus(SILENCE));
      // Firmware runs again: the machine was switched off or reset on its way.
      case BOOT_FILE -> reached(BootStage.INITRD);
      default -> false;
    };
  }

  /** Whether this fact says something new. */
  boolean isNews(BootFact fact) {
    if (fact.stage() == BootStage.FAILED) {
      return steps.stream().filter(step -> step.stage() == BootStage.FAILED).count() < MAX_FAILURES;
    }
    return !reached(fact.stage());
  }

  /** With a stage more; the name and the address are the latest. */
  Boot with(NodeName latestName, BootFact fact) {
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(fact.stage(), fact.time(), fact.detail()));
    return new Boot(mac, latestName, fact.address(), fact.time(), List.copyOf(more));
  }

  Boot seen(BootFact fact) {
    return new Boot(mac, node, address, fact.time(), steps);
  }

  Duration after(Step step) {
    return Duration.between(started(), step.time());
  }
}

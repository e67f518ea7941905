package org.comosix.appliance.ops;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.boot.BootObserver;
import org.comosix.appliance.boot.BootTargets;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Puts what the protocol rooms see together, boot by boot: one log line for each new stage, and the
 * last boots in memory. Any thread; never blocks but for its own short lock.
 */
public final class BootTimeline implements BootObserver {

  private static final Logger LOG = LoggerFactory.getLogger(BootTimeline.class);
  private static final int MAX_MACHINES = 4096;

  private final BootTargets targets;
  private final int keep;
  private final Map<MacAddress, Boot> current = new LinkedHashMap<>();
  private final Deque<Boot> past = new ArrayDeque<>();

  /**
   * @param keep earlier boots to remember, besides the last one of each machine
   */
  public BootTimeline(BootTargets targets, int keep) {
    this.targets = targets;
    this.keep = keep;
  }

  /** A fact from an address without lease and reservation belongs to nobody and is left out. */
  @Override
  public void observed(BootFact fact) {
    fact.mac().or(() -> targets.macAt(fact.address())).ifPresent(mac -> observed(mac, fact));
  }

  private void observed(MacAddress mac, BootFact fact) {
    take(mac, targets.nameOf(mac), fact).ifPresent(boot -> log(boot, fact));
  }

  /** The boot, if the fact is news. */
  private synchronized Optional<Boot> take(MacAddress mac, NodeName name, BootFact fact) {
    Boot boot =
        Optional.ofNullable(current.remove(mac)).orElseGet(() -> Boot.begin(mac, name, fact));
    if (boot.isOverBefore(fact)) {
      retire(boot);
      boot = Boot.begin(mac, name, fact);
    }
    boolean news = boot.isNews(fact);
    Boot after = news ? boot.with(name, fact) : boot.seen(fact);
    current.put(mac, after);
    if (current.size() > MAX_MACHINES) {
      retire(current.remove(current.keySet().iterator().next()));
    }
    return news ? Optional.of(after) : Optional.empty();
  }

  private void retire(Boot boot) {
    past.addLast(boot);
    if (past.size() > keep) {
      past.removeFirst();
    }
  }

  private static void log(Boot boot, BootFact fact) {
    LOG.atLevel(fact.stage() == BootStage.FAILED ? Level.WARN : Level.INFO)
        .addKeyValue("node", boot.node())
        .addKeyValue("mac", boot.mac())
        .addKeyValue("address", fact.address())
        .addKeyValue("stage", word(fact.stage()))
        .addKeyValue("detail", fact.detail())
        .addKeyValue(
            "after", boot.after(boot.steps().get(boot.steps().size() - 1)).toMillis() + "ms")
        .log("boot.stage");
  }

  static String word(BootStage stage) {
    return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** JSON: the boots, the one heard of last first. */
  public String toJson() {
    return BootsJson.write(boots());
  }

  private synchronized List<Boot> boots() {
    List<Boot> all = new ArrayList<>(past);
    all.addAll(current.values());
    Collections.reverse(all);
    return all;
  }
}

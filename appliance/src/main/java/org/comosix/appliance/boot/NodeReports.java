package org.comosix.appliance.boot;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * Takes in what nodes report of their boot ({@code POST /node/v1/stage}), tells the observer, and
 * keeps the last report of each node. Any thread; bounded.
 */
public final class NodeReports {

  /** The nodes whose last report is kept; the one that reported longest ago goes first. */
  static final int MAX_NODES = 4096;

  private static final String STAGE = "stage";

  /** What of a report goes into the boot's timeline. */
  private static final List<String> TOLD = List.of("root", "root.ro", "kernel", "uptime", "failed");

  private final BootTargets targets;
  private final BootObserver observer;
  private final InstantSource clock;
  private final Map<Ipv4Address, NodeReport> last = new LinkedHashMap<>();

  public NodeReports(BootTargets targets, BootObserver observer, InstantSource clock) {
    this.targets = targets;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * Takes one report in.
   *
   * @param facts {@code key=value} lines; {@code stage} is {@code init}, {@code ready} or {@code
   *     shutdown}
   * @return false when the stage is missing or another; nothing is kept then
   */
  public boolean report(Ipv4Address node, Map<String, String> facts) {
    String stage = facts.getOrDefault(STAGE, "");
    if (!stage.equals("init") && !stage.equals("ready") && !stage.equals("shutdown")) {
      return false;
    }
    Instant now = clock.instant();
    Optional<MacAddress> mac = targets.macAt(node);
    keep(new NodeReport(now, node, mac, Collections.unmodifiableMap(new LinkedHashMap<>(facts))));
    if (!stage.equals("shutdown")) {
      BootStage reached = stage.equals("init") ? BootStage.INIT : BootStage.READY;
      observer.observed(new BootFact(now, reached, node, mac, detail(facts)));
    }
    return true;
  }

  /** The last report of every node, the newest last. */
  public synchronized List<NodeReport> all() {
    return List.copyOf(last.values());
  }

  private synchronized void keep(NodeReport report) {
    last.remove(report.address());
    last.put(report.address(), report);
    if (last.size() > MAX_NODES) {
      last.remove(last.keySet().iterator().next());
    }
  }

  private static String detail(Map<String, String> facts) {
    return TOLD.stream()
        .flatMap(key -> Stream.ofNullable(facts.get(key)).map(value -> key + "=" + value.strip()))
        .filter(line -> !line.endsWith("="))
        .collect(joining(" "));
  }
}

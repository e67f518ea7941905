package org.comosix.appliance.dhcp.conflict;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.comosix.appliance.dhcp.DhcpCounters;
import org.comosix.appliance.dhcp.DhcpFact;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * DHCP servers beside us. Two answers on one network are undefined for most clients: which one wins
 * differs from boot to boot. Any thread.
 */
public final class OtherServers {

  /** Once in this time each is reported; so long after it was last heard it is a problem. */
  static final Duration WINDOW = Duration.ofMinutes(10);

  private static final int MOST = 64;

  private final Set<Ipv4Address> ours;
  private final DhcpCounters counters;
  private final InstantSource clock;

  /** The one not heard for longest first. */
  private final Map<Ipv4Address, Heard> heard = new LinkedHashMap<>();

  private record Heard(ServerSighting what, Instant reported, Instant last) {}

  /**
   * None heard yet.
   *
   * @param ours addresses of this server
   */
  public OtherServers(Set<Ipv4Address> ours, DhcpCounters counters, InstantSource clock) {
    this.ours = Set.copyOf(ours);
    this.counters = counters;
    this.clock = clock;
  }

  /** Takes it in; true when it should be reported now. */
  public synchronized boolean sees(ServerSighting sighting) {
    if (sighting.server().isAny() || ours.contains(sighting.server())) {
      return false;
    }
    counters.count(DhcpFact.OTHER_SERVER);
    Instant now = clock.instant();
    Heard before = heard.remove(sighting.server());
    boolean report = before == null || !now.isBefore(before.reported().plus(WINDOW));
    if (before == null && heard.size() >= MOST) {
      Iterator<Ipv4Address> oldest = heard.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    // What was seen on the wire says more than what a client tells.
    boolean better = before == null || sighting.mac().isPresent() || before.what().mac().isEmpty();
    heard.put(
        sighting.server(),
        new Heard(better ? sighting : before.what(), report ? now : before.reported(), now));
    return report;
  }

  /** Empty when there is none, as far as we can hear. */
  public synchronized Optional<String> problem() {
    Instant now = clock.instant();
    String all =
        heard.values().stream()
            .filter(each -> now.isBefore(each.last().plus(WINDOW)))
            .map(each -> each.what().text())
            .collect(Collectors.joining("; "));
    return Optional.of(all).filter(text -> !text.isEmpty());
  }
}

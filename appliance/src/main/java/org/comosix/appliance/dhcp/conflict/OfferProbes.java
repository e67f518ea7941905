package org.comosix.appliance.dhcp.conflict;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.dhcp.DhcpCounters;
import org.comosix.appliance.dhcp.DhcpFact;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.OfferGuard;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.dhcp.conflict.Prober.Question;
import org.comosix.appliance.dhcp.conflict.Prober.User;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.lease.AddressPool;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseClaim;

/**
 * Probes an address before it is first offered. DHCP thread only.
 *
 * <p>No client waits where it can be avoided: the next addresses of each pool are probed ahead, and
 * who returns gets its own back. Where a probe must be waited for, the query waits here and is
 * decided again at its end, with whatever is known then.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2131#section-4.3.1">RFC 2131, section 4.3.1: "the
 *     server SHOULD check"</a>
 */
public final class OfferProbes implements OfferGuard {

  /** More than are ever begun within one wait. */
  private static final int MOST_RUNNING = 1024;

  private static final int MOST_KNOWN = 65_536;

  /**
   * A router that answers ARP for all addresses, or a firewall that answers every ping, would put
   * whole pools into quarantine: nobody would be served for a fault that is not the addresses'.
   */
  private static final int MOST_OF_ONE = 16;

  /** In the lease of an address whose user answered through a router. */
  private static final MacAddress UNKNOWN = new MacAddress(0);

  /**
   * For a client that uses its address while it asks for one: nobody else is offered it so long.
   */
  private static final Duration ITS_OWN = Duration.ofSeconds(30);

  private final ProbeLimits limits;
  private final Prober prober;
  private final LeaseBook leases;
  private final DhcpCounters counters;
  private final InstantSource clock;

  /** By their end, since all take equally long. */
  private final Map<Ipv4Address, Running> running = new LinkedHashMap<>();

  private final Map<Ipv4Address, Instant> freeUntil = new LinkedHashMap<>();
  private Instant nextSecond = Instant.MIN;
  private int waitersLeft;
  private int firstPool;

  public OfferProbes(
      ProbeLimits limits,
      Prober prober,
      LeaseBook leases,
      DhcpCounters counters,
      InstantSource clock) {
    this.limits = limits;
    this.prober = prober;
    this.leases = leases;
    this.counters = counters;
    this.clock = clock;
    this.waitersLeft = limits.waitingPerSecond();
  }

  /** A probe, and who waits for it. */
  private static final class Running {
    private final Instant end;
    private Optional<DhcpQuery> waiting = Optional.empty();

    Running(Instant end) {
      this.end = end;
    }
  }

  /** An address that somebody uses without a lease of it. */
  public record Conflict(Ipv4Address address, User user) {}

  /**
   * What ended.
   *
   * @param again to be decided again
   */
  public record Finished(List<DhcpQuery> again, List<Conflict> conflicts) {}

  @Override
  public boolean admits(DhcpQuery query, LeaseClaim claim, Ipv4Address address) {
    Instant now = clock.instant();
    if (isKnownFree(address, now) || isReturning(claim, address, now)) {
      return true;
    }
    Optional<Running> probe = Optional.ofNullable(running.get(address));
    boolean repeated = probe.filter(each -> each.waiting.isPresent()).isPresent();
    if (!repeated) {
      probe = waitersLeft > 0 ? probe.or(() -> begin(address, false, now)) : Optional.empty();
      waitersLeft -= probe.isPresent() ? 1 : 0;
    }
    if (probe.isPresent()) {
      // A client that repeats itself listens for an answer to its newest query.
      probe.get().waiting = Optional.of(query);
      counters.count(DhcpFact.OFFER_WAITED);
      return false;
    }
    counters.count(DhcpFact.OFFER_UNPROBED);
    return true;
  }

  /**
   * Ends the probes whose time is over; quarantines what is in use, to be committed by the caller.
   */
  public Finished finish() {
    List<DhcpQuery> again = new ArrayList<>();
    List<Conflict> conflicts = new ArrayList<>();
    Instant now = clock.instant();
    Iterator<Map.Entry<Ipv4Address, Running>> oldestFirst = running.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<Ipv4Address, Running> probe = oldestFirst.next();
      if (!isOver(probe.getValue(), now)) {
        break;
      }
      oldestFirst.remove();
      probe.getValue().waiting.ifPresent(again::add);
      conclude(probe.getKey(), probe.getValue(), now).ifPresent(conflicts::add);
    }
    return new Finished(again, conflicts);
  }

  private Optional<Conflict> conclude(Ipv4Address address, Running probe, Instant now) {
    Optional<User> user = prober.answer(address);
    if (user.isEmpty()) {
      know(address, now.plus(limits.freeFor()));
      return Optional.empty();
    }
    Optional<MacAddress> mac = user.get().mac();
    if (mac.isPresent() && mac.equals(probe.waiting.flatMap(OfferProbes::mac))) {
      know(address, now.plus(ITS_OWN));
      return Optional.empty();
    }
    if (mac.isPresent() && mac.equals(holder(address, now).map(Lease::mac))) {
      return Optional.empty();
    }
    MacAddress card = mac.orElse(UNKNOWN);
    if (leases.quarantinesOf(card) >= MOST_OF_ONE) {
      know(address, now.plus(limits.freeFor()));
      counters.count(DhcpFact.ANSWER_NOT_BELIEVED);
      return Optional.empty();
    }
    freeUntil.remove(address);
    leases.quarantine(address, card);
    counters.count(DhcpFact.ADDRESS_IN_USE);
    return Optional.of(new Conflict(address, user.get()));
  }

  /** Probes what is offered next. Whenever there is time; does something once a second. */
  public void lookAhead() {
    Instant now = clock.instant();
    if (now.isBefore(nextSecond) && !nextSecond.isAfter(now.plusSeconds(1))) {
      return;
    }
    nextSecond = now.plusSeconds(1);
    waitersLeft = limits.waitingPerSecond();
    freeUntil.values().removeIf(until -> !now.isBefore(until));
    List<AddressPool> pools = leases.pools();
    int left = limits.aheadPerSecond();
    for (int i = 0; i < pools.size() && left > 0; i++) {
      left -= lookAhead(pools.get((firstPool + i) % pools.size()), left, now);
    }
    firstPool = pools.isEmpty() ? 0 : (firstPool + 1) % pools.size();
  }

  private int lookAhead(AddressPool pool, int most, Instant now) {
    int begun = 0;
    for (Ipv4Address address : leases.upcoming(pool, limits.reserve())) {
      if (begun == most) {
        break;
      }
      if (!isKnownFree(address, now) && !running.containsKey(address)) {
        if (begin(address, true, now).isEmpty()) {
          break;
        }
        begun++;
      }
    }
    return begun;
  }

  /** How long nothing ends here, milliseconds. */
  public long millisecondsToNext(long most) {
    if (running.isEmpty()) {
      return most;
    }
    Instant end = running.values().iterator().next().end;
    long left = Duration.between(clock.instant(), end).toMillis() + 1;
    return Math.max(0, Math.min(most, left));
  }

  private Optional<Running> begin(Ipv4Address address, boolean ahead, Instant now) {
    Optional<MacAddress> lastHolder = leases.last(address).map(Lease::mac);
    if (running.size() >= MOST_RUNNING || !prober.ask(new Question(address, lastHolder, ahead))) {
      return Optional.empty();
    }
    Running probe = new Running(now.plus(limits.answerWait()));
    running.put(address, probe);
    counters.count(DhcpFact.PROBE);
    return Optional.of(probe);
  }

  /** Also when the clock was set back: nobody is to wait for it to catch up. */
  private boolean isOver(Running probe, Instant now) {
    return !now.isBefore(probe.end) || probe.end.isAfter(now.plus(limits.answerWait()));
  }

  private void know(Ipv4Address address, Instant until) {
    if (freeUntil.size() < MOST_KNOWN) {
      freeUntil.put(address, until);
    }
  }

  private boolean isKnownFree(Ipv4Address address, Instant now) {
    Instant until = freeUntil.get(address);
    return until != null && now.isBefore(until);
  }

  private boolean isReturning(LeaseClaim claim, Ipv4Address address, Instant now) {
    return leases
        .last(address)
        .filter(lease -> lease.client().equals(claim.client()))
        .filter(lease -> lease.state() != LeaseState.DECLINED)
        .filter(lease -> now.isBefore(lease.end().plus(limits.returning())))
        .isPresent();
  }

  private Optional<Lease> holder(Ipv4Address address, Instant now) {
    return leases.last(address).filter(lease -> lease.isActiveAt(now));
  }

  private static Optional<MacAddress> mac(DhcpQuery query) {
    HardwareAddress hardware = query.message().hardware();
    return hardware.isEthernet() ? Optional.of(hardware.mac()) : Optional.empty();
  }
}

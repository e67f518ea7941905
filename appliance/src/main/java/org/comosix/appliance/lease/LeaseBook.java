package org.comosix.appliance.lease;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.lease.LeaseDecision.Bound;
import org.comosix.appliance.lease.LeaseDecision.Reason;
import org.comosix.appliance.lease.LeaseDecision.Refused;
import org.comosix.appliance.lease.LeaseDecision.Unknown;

/**
 * Who has which address: the state machine behind DHCP.
 *
 * <p>Belongs to one thread and has no locks. Decisions are staged; {@link #commit()} makes all
 * since the last one durable with one force (group commit) and only then tells the {@link
 * LeaseIndex}. When that fails the book stands as before the batch and no reply of it may leave.
 *
 * <p>From then on, until the disk is well again, nothing is staged: who has a lease is told what is
 * left of it, and nobody gets a new one. {@link #expire()} tries the disk.
 */
public final class LeaseBook implements LeaseHealth, AutoCloseable {

  private static final int MOST_OFFERS = 65_536;

  /** In one turn: a power cut for a whole site must not keep the first renewals waiting. */
  private static final int MOST_EXPIRED = 256;

  private final LeaseLimits limits;
  private final LeaseJournal journal;
  private final LeaseIndex index;
  private final LeaseClock clock;

  private final LeaseLedger ledger;
  private final LeaseBatch batch;
  private final ClockSetting clockSetting;
  private LeaseNames names;
  private LeaseRules rules;
  private Shortage shortage;
  private LeaseDecisions decisions;
  private RunningLeases running;

  /** Whether batches can be made durable, as far as is known. */
  private boolean durable = true;

  private volatile Optional<String> problem = Optional.empty();

  /**
   * An empty book.
   *
   * @param clock tells when it is set; {@link LeaseClock#neverSet} for one that never is
   * @param limits what strangers get when a pool is short
   */
  public LeaseBook(
      List<AddressPool> pools,
      Reservations reservations,
      LeaseJournal journal,
      LeaseIndex index,
      LeaseClock clock,
      LeaseLimits limits) {
    this.limits = limits;
    this.journal = journal;
    this.index = index;
    this.clock = clock;
    this.ledger = new LeaseLedger(pools, reservations, LeaseKeys.at(clock), MOST_OFFERS);
    this.batch = new LeaseBatch(ledger, journal, index);
    this.clockSetting = new ClockSetting(ledger, clock);
    this.names = new LeaseNames(ledger.table(), reservations);
    this.rules = new LeaseRules(ledger, reservations);
    this.shortage = new Shortage(ledger.use(), rules, reservations, limits);
    this.decisions = new LeaseDecisions(ledger, batch, rules, names, shortage);
    this.running = new RunningLeases(rules);
  }

  /**
   * Takes in what is on disk. Once, before anything else.
   *
   * @throws LeaseJournalException the journal cannot be read
   */
  public void open() {
    journal.replay(ledger::replay);
    ledger.link(now());
    index.load(ledger.all());
    clockSetting.started();
    problem = clockSetting.problem();
    journal.problem().ifPresent(this::notDurable);
  }

  /**
   * Goes on with other pools and reservations. Leases stay as they are, even where they no longer
   * fit: each client is placed anew when it asks the next time. Between batches.
   */
  public void reconfigure(List<AddressPool> pools, Reservations kept) {
    ledger.repool(pools, kept);
    names = new LeaseNames(ledger.table(), kept);
    rules = new LeaseRules(ledger, kept);
    shortage = new Shortage(ledger.use(), rules, kept, limits);
    decisions = new LeaseDecisions(ledger, batch, rules, names, shortage);
    running = new RunningLeases(rules);
  }

  /**
   * Chooses an address for an OFFER, in the order of RFC 2131, section 4.3.1, after the reserved
   * one: the client's current address, its previous one, the one it asks for, a new one. When there
   * is no other, one that somebody was offered and has not taken.
   *
   * @return empty when the pool is exhausted, or when the book {@link #isDurable() is not durable}
   */
  public Optional<Ipv4Address> offer(LeaseClaim claim) {
    return durable ? decisions.offer(claim, now()) : running.offer(claim, now());
  }

  /** What is left of the lease that is offered, where no more can be promised now. */
  public Optional<Duration> timeLeft(LeaseClaim claim, Ipv4Address offered) {
    return !durable && running.decide(claim, offered, now()) instanceof Bound bound
        ? Optional.of(bound.time())
        : Optional.empty();
  }

  /** The lease that the client holds now; the newest where it holds several, on several links. */
  public Optional<Lease> activeLeaseOf(ClientId client) {
    Instant now = now();
    Optional<Lease> newest = Optional.empty();
    for (Lease lease : ledger.of(client)) {
      if (lease.isActiveAt(now)
          && (newest.isEmpty() || lease.start().isAfter(newest.get().start()))) {
        newest = Optional.of(lease);
      }
    }
    return newest;
  }

  /**
   * Whether there are addresses for known machines only, and this is none: why {@link #offer} has
   * none for it.
   */
  public boolean isKeptFromStrangers(LeaseClaim claim) {
    return !shortage.openTo(claim, now()).equals(claim);
  }

  /** Whether the client is a stranger whom the pool of this address can ill afford. */
  public boolean isShortFor(LeaseClaim claim, Ipv4Address address) {
    return shortage.isFeltBy(claim, address, now());
  }

  /** How long the client will have the address if it takes it now. */
  public Duration timeFor(LeaseClaim claim, Ipv4Address address) {
    return shortage.leaseTime(claim, address, now());
  }

  /** The name the client has or would get. */
  public NodeName nameFor(LeaseClaim claim) {
    return names.nameFor(claim, now());
  }

  /** SELECTING: the client took our offer. Never {@link Unknown}: offers do not outlive us. */
  public LeaseDecision bindOffered(LeaseClaim claim) {
    return decide(claim, decisions::bindOffered);
  }

  /** INIT-REBOOT: the client asks whether the address it remembers is still right. */
  public LeaseDecision confirm(LeaseClaim claim) {
    return decide(claim, decisions::confirm);
  }

  /**
   * RENEWING and REBINDING: the client uses the address now. Its active lease is prolonged even
   * where a new reservation or pool would give it another one: taking the address away would take
   * the root file system from a running node. It moves at its next boot.
   */
  public LeaseDecision extend(LeaseClaim claim) {
    return decide(claim, decisions::extend);
  }

  private interface Decision {
    LeaseDecision about(LeaseClaim claim, Ipv4Address wanted, Instant now);
  }

  private LeaseDecision decide(LeaseClaim claim, Decision decision) {
    Ipv4Address wanted = requested(claim);
    if (!claim.scope().contains(wanted)) {
      return new Refused(Reason.WRONG_NETWORK);
    }
    return durable ? decision.about(claim, wanted, now()) : running.decide(claim, wanted, now());
  }

  /**
   * Ends a lease at its holder's wish.
   *
   * @return false when the address is not this client's, or when the book {@link #isDurable() is
   *     not durable}: then the lease stays until its end
   */
  public boolean release(ClientId client, Ipv4Address address) {
    return durable && decisions.release(client, address, now());
  }

  /**
   * Ends a lease at the operator's wish, as if its client had released it.
   *
   * @return the lease as it was; empty when nobody has the address now
   * @throws LeaseJournalException the book {@link #isDurable() is not durable}
   */
  public Optional<Lease> end(Ipv4Address address) {
    requireDurable();
    return decisions.end(address, now());
  }

  private void requireDurable() {
    if (!durable) {
      throw new LeaseJournalException(problem.orElse("the leases are not durable"));
    }
  }

  /**
   * Takes in a lease that another server gave, unless something newer is known here.
   *
   * @param link the subnets of the link on which its address is
   * @throws LeaseJournalException the book {@link #isDurable() is not durable}
   */
  public AdoptedLease adopt(Lease lease, LeaseScope link) {
    requireDurable();
    return new LeaseAdoption(ledger, names, batch).adopt(lease, link, now());
  }

  /**
   * Quarantines an address that its client found in use.
   *
   * @return false when it was neither bound nor offered to this client, or when the book {@link
   *     #isDurable() is not durable}
   */
  public boolean decline(LeaseClaim claim) {
    return durable && decisions.decline(claim, requested(claim), now());
  }

  /**
   * Keeps an address from everyone, as a declined one, because somebody uses it without a lease.
   *
   * @param user who was found to use it
   * @return false when nothing was done: it is somebody's by now, in quarantine already, or the
   *     book {@link #isDurable() is not durable}
   */
  public boolean quarantine(Ipv4Address address, MacAddress user) {
    return durable && decisions.quarantine(address, user, now());
  }

  /** How many addresses are in quarantine because of this machine. */
  public long quarantinesOf(MacAddress user) {
    Instant now = now();
    return ledger.table().of(ClientId.of(user)).stream()
        .filter(lease -> rules.isQuarantined(lease.address(), now))
        .count();
  }

  /** The last lease of an address, over or not. */
  public Optional<Lease> last(Ipv4Address address) {
    return ledger.at(address);
  }

  /** The pools, as they are configured now. */
  public List<AddressPool> pools() {
    return ledger.pools();
  }

  /** The addresses of a pool that new clients would be offered next, in that order. */
  public List<Ipv4Address> upcoming(AddressPool pool, int most) {
    return ledger.upcoming(pool, most, now(), rules::isForAnyone);
  }

  /** The client chose another server, or none. */
  public void withdrawOffer(ClientId client) {
    ledger.offers().remove(client);
  }

  /** Whether {@link #commit()} has anything to do. */
  public boolean hasStaged() {
    return !batch.isEmpty();
  }

  /**
   * Makes everything since the last commit durable, then tells it.
   *
   * @throws LeaseJournalException it is not durable, and undone here; decide the batch again, for
   *     what can be said nevertheless
   */
  public void commit() {
    try {
      batch.commit();
    } catch (LeaseJournalException e) {
      notDurable(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Whether new promises can be made now. Lease thread; others ask {@link #problem()}. */
  public boolean isDurable() {
    return durable;
  }

  private void notDurable(String why) {
    durable = false;
    problem = Optional.of(why + "; running leases are served, no new ones are given");
  }

  private void recover() {
    try {
      journal.recover(ledger::all);
      durable = true;
    } catch (LeaseJournalException e) {
      notDurable(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Goes on without what is lost in a damaged journal. Between batches.
   *
   * @return where the damaged file is now; empty when there was no damage
   * @throws LeaseJournalException nothing changed
   */
  public Optional<Path> repair() {
    Optional<Path> kept = journal.repair(ledger::all);
    if (!durable) {
      recover();
    }
    return kept;
  }

  /** Forgets everything since the last commit, for when a decision failed halfway. */
  public void rollback() {
    batch.rollback();
  }

  /**
   * Ends what is past its time, but not all of a great number at once; tries the disk if it failed;
   * sees whether the clock was set. Between batches, about once a second.
   *
   * @return false when there is more, for the next turn
   */
  public boolean expire() {
    if (!durable) {
      recover();
    }
    if (clockSetting.isPending() && !redate()) {
      // By a clock that leases do not know yet, all of them may be over.
      return true;
    }
    if (durable) {
      problem = clockSetting.problem();
    }
    ledger.offers().expire(now().getEpochSecond());
    List<LeaseEvent> over = new ArrayList<>();
    for (Lease lease : ledger.due(now(), MOST_EXPIRED)) {
      over.add(
          new LeaseEvent(LeaseEvent.Kind.EXPIRED, lease.ended(LeaseState.EXPIRED, lease.end())));
    }
    tell(over);
    return over.size() < MOST_EXPIRED;
  }

  /** False when it is to be tried again. */
  private boolean redate() {
    ledger.offers().withdrawAll();
    clockSetting.redated().forEach(event -> batch.stage(event.kind(), event.lease()));
    try {
      commit();
    } catch (LeaseJournalException e) {
      return false;
    }
    clockSetting.done();
    tell(clockSetting.revived());
    return true;
  }

  /** What the clock does to leases; on disk they are right already. */
  private void tell(List<LeaseEvent> events) {
    events.forEach(event -> ledger.put(event.lease()));
    if (!events.isEmpty()) {
      index.publish(events);
    }
  }

  @Override
  public Optional<String> problem() {
    return problem;
  }

  @Override
  public void close() {
    journal.close();
  }

  private static Ipv4Address requested(LeaseClaim claim) {
    return claim
        .requested()
        .orElseThrow(() -> new IllegalArgumentException("no address in " + claim));
  }

  private Instant now() {
    return clock.instant();
  }
}

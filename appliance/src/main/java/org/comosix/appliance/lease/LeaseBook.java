package org.comosix.appliance.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
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
 */
public final class LeaseBook implements LeaseHealth, AutoCloseable {

  /** Longer than any client waits between OFFER and REQUEST; iPXE takes up to ten seconds. */
  static final Duration OFFER_TIME = Duration.ofSeconds(30);

  /** How long an address that a client found in use is kept from everyone. */
  static final Duration QUARANTINE = Duration.ofHours(1);

  private static final int MOST_OFFERS = 65_536;

  /** In one turn: a power cut for a whole site must not keep the first renewals waiting. */
  private static final int MOST_EXPIRED = 256;

  private final LeaseJournal journal;
  private final LeaseIndex index;
  private final InstantSource clock;

  private final LeaseLedger ledger;
  private final LeaseBatch batch;
  private final Offers offers;
  private LeaseNames names;
  private LeaseRules rules;

  private volatile Optional<String> problem = Optional.empty();

  public LeaseBook(
      List<AddressPool> pools,
      Reservations reservations,
      LeaseJournal journal,
      LeaseIndex index,
      InstantSource clock) {
    this.journal = journal;
    this.index = index;
    this.clock = clock;
    this.ledger = new LeaseLedger(pools, LeaseKeys.at(clock), MOST_OFFERS);
    this.offers = ledger.offers();
    this.batch = new LeaseBatch(ledger, journal, index);
    this.names = new LeaseNames(ledger.table(), reservations);
    this.rules = new LeaseRules(ledger, reservations);
  }

  /**
   * Takes in what is on disk. Once, before anything else.
   *
   * @throws LeaseJournalException the journal cannot be read or is damaged
   */
  public void open() {
    journal.replay(ledger::replay);
    ledger.link(now());
    index.load(ledger.all());
  }

  /**
   * Goes on with other pools and reservations. Leases stay as they are, even where they no longer
   * fit: each client is placed anew when it asks the next time. Between batches.
   */
  public void reconfigure(List<AddressPool> pools, Reservations kept) {
    ledger.repool(pools);
    names = new LeaseNames(ledger.table(), kept);
    rules = new LeaseRules(ledger, kept);
  }

  /**
   * Chooses an address for an OFFER, in the order of RFC 2131, section 4.3.1, after the reserved
   * one: the client's current address, its previous one, the one it asks for, a new one.
   *
   * @return empty when the pool is exhausted
   */
  public Optional<Ipv4Address> offer(LeaseClaim claim) {
    Instant now = now();
    Optional<Ipv4Address> address =
        claim
            .reserved()
            .filter(reserved -> rules.isAvailable(reserved, claim, now))
            .or(
                () ->
                    rules
                        .own(claim)
                        .map(Lease::address)
                        .filter(mine -> rules.canHave(mine, claim, now)))
            .or(() -> offers.of(claim.client()).filter(mine -> rules.canHave(mine, claim, now)))
            .or(() -> claim.requested().filter(wanted -> rules.canHave(wanted, claim, now)))
            .or(() -> ledger.longestFree(claim, now, rules::isForAnyone));
    address.ifPresent(
        offered -> offers.add(claim.client(), offered, now.plus(OFFER_TIME).getEpochSecond()));
    return address;
  }

  /** The lease that the client holds now; the newest where it holds several, on several links. */
  public Optional<Lease> activeLeaseOf(ClientId client) {
    Instant now = now();
    return ledger.table().of(client).stream()
        .filter(lease -> lease.isActiveAt(now))
        .max(Comparator.comparing(Lease::start));
  }

  /** The name the client has or would get. */
  public NodeName nameFor(LeaseClaim claim) {
    return names.nameFor(claim, now());
  }

  /** SELECTING: the client took our offer. Never {@link Unknown}: offers do not outlive us. */
  public LeaseDecision bindOffered(LeaseClaim claim) {
    Instant now = now();
    Ipv4Address wanted = requested(claim);
    if (!claim.scope().contains(wanted)) {
      return new Refused(Reason.WRONG_NETWORK);
    }
    if (rules.belongsElsewhere(claim, wanted, now)) {
      return new Refused(Reason.NOT_YOURS);
    }
    return bindIfPossible(claim, wanted, now);
  }

  /** INIT-REBOOT: the client asks whether the address it remembers is still right. */
  public LeaseDecision confirm(LeaseClaim claim) {
    Instant now = now();
    Ipv4Address wanted = requested(claim);
    if (!claim.scope().contains(wanted)) {
      return new Refused(Reason.WRONG_NETWORK);
    }
    if (rules.belongsElsewhere(claim, wanted, now)) {
      return new Refused(Reason.NOT_YOURS);
    }
    boolean known = rules.isOwn(wanted, claim) || claim.reserved().equals(Optional.of(wanted));
    if (known) {
      return bindIfPossible(claim, wanted, now);
    }
    if (rules.own(claim).isPresent()) {
      return new Refused(Reason.NOT_YOURS);
    }
    return rules.heldByAnother(wanted, claim, now)
        ? new Refused(Reason.HELD_BY_ANOTHER)
        : new Unknown();
  }

  /**
   * RENEWING and REBINDING: the client uses the address now. Its active lease is prolonged even
   * where a new reservation or pool would give it another one: taking the address away would take
   * the root file system from a running node. It moves at its next boot.
   */
  public LeaseDecision extend(LeaseClaim claim) {
    Instant now = now();
    Ipv4Address wanted = requested(claim);
    if (!claim.scope().contains(wanted)) {
      return new Refused(Reason.WRONG_NETWORK);
    }
    if (rules.isOwn(wanted, claim)) {
      boolean active = rules.isActive(wanted, now);
      return active ? bind(claim, wanted, now) : bindIfPossible(claim, wanted, now);
    }
    return rules.heldByAnother(wanted, claim, now)
        ? new Refused(Reason.HELD_BY_ANOTHER)
        : new Unknown();
  }

  /**
   * Ends a lease at its holder's wish.
   *
   * @return false when the address is not this client's
   */
  public boolean release(ClientId client, Ipv4Address address) {
    Instant now = now();
    Optional<Lease> lease =
        ledger.at(address).filter(held -> held.isOf(client)).filter(held -> held.isActiveAt(now));
    lease.ifPresent(held -> stageRelease(held, now));
    return lease.isPresent();
  }

  /**
   * Quarantines an address that its client found in use.
   *
   * @return false when it was neither bound nor offered to this client
   */
  public boolean decline(LeaseClaim claim) {
    Instant now = now();
    Ipv4Address address = requested(claim);
    boolean offered = offers.of(claim.client()).equals(Optional.of(address));
    boolean bound = rules.isActive(address, now);
    if (!offered && !(bound && rules.isOwn(address, claim))) {
      return false;
    }
    offers.remove(claim.client());
    batch.stage(
        LeaseEvent.Kind.DECLINED,
        new Lease(
            address,
            claim.client(),
            claim.mac(),
            Optional.empty(),
            LeaseState.DECLINED,
            now,
            now.plus(QUARANTINE),
            now,
            claim.role()));
    return true;
  }

  /**
   * Keeps an address from everyone, as a declined one, because somebody uses it without a lease.
   *
   * @param user who was found to use it
   * @return false when nothing was done: it is somebody's by now, or in quarantine already
   */
  public boolean quarantine(Ipv4Address address, MacAddress user) {
    Instant now = now();
    if (rules.isActive(address, now) || rules.isQuarantined(address, now)) {
      return false;
    }
    batch.stage(
        LeaseEvent.Kind.DECLINED,
        new Lease(
            address,
            ClientId.of(user),
            user,
            Optional.empty(),
            LeaseState.DECLINED,
            now,
            now.plus(QUARANTINE),
            now,
            MachineRole.HOST));
    return true;
  }

  /** How many addresses are in quarantine because of this machine. */
  public long quarantinesOf(MacAddress user) {
    Instant now = now();
    return ledger.of(ClientId.of(user)).stream()
        .filter(lease -> rules.isQuarantined(lease.address(), now))
        .count();
  }

  /** The last lease of an address, over or not. */
  public Optional<Lease> last(Ipv4Address address) {
    return ledger.at(address);
  }

  /** The pools, as they are configured now. */
  public List<AddressPool> pools() {
    return ledger.free().pools();
  }

  /** The addresses of a pool that new clients would be offered next, in that order. */
  public List<Ipv4Address> upcoming(AddressPool pool, int most) {
    return ledger.free().upcoming(pool, most, now().getEpochSecond(), rules::isForAnyone);
  }

  /** The client chose another server, or none. */
  public void withdrawOffer(ClientId client) {
    offers.remove(client);
  }

  /** Whether {@link #commit()} has anything to do. */
  public boolean hasStaged() {
    return !batch.isEmpty();
  }

  /**
   * Makes everything since the last commit durable, then tells it.
   *
   * @throws LeaseJournalException it is not durable, and undone here
   */
  public void commit() {
    if (batch.isEmpty()) {
      return;
    }
    try {
      batch.commit();
      problem = Optional.empty();
    } catch (LeaseJournalException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Forgets everything since the last commit, for when a decision failed halfway. */
  public void rollback() {
    batch.rollback();
  }

  /**
   * Ends what is past its time, but not all of a great number at once. Between batches, about once
   * a second.
   *
   * @return false when there is more, for the next turn
   */
  public boolean expire() {
    Instant now = now();
    offers.expire(now.getEpochSecond());
    List<LeaseEvent> events = new ArrayList<>();
    for (Lease lease : ledger.due(now, MOST_EXPIRED)) {
      Lease expired = lease.ended(LeaseState.EXPIRED, lease.end());
      ledger.put(expired);
      events.add(new LeaseEvent(LeaseEvent.Kind.EXPIRED, expired));
    }
    if (!events.isEmpty()) {
      index.publish(events);
    }
    return events.size() < MOST_EXPIRED;
  }

  @Override
  public Optional<String> problem() {
    return problem;
  }

  @Override
  public void close() {
    journal.close();
  }

  private LeaseDecision bindIfPossible(LeaseClaim claim, Ipv4Address wanted, Instant now) {
    if (!rules.isAvailable(wanted, claim, now)) {
      return new Refused(Reason.HELD_BY_ANOTHER);
    }
    return rules.isGivenOut(wanted, claim)
        ? bind(claim, wanted, now)
        : new Refused(Reason.NOT_GIVEN_OUT);
  }

  private LeaseDecision bind(LeaseClaim claim, Ipv4Address address, Instant now) {
    offers.remove(claim.client());
    NodeName name = names.nameFor(claim, now);
    names.otherHolder(name, claim.client(), now).ifPresent(other -> rename(other, name, now));
    rules
        .own(claim)
        .filter(lease -> lease.isActiveAt(now) && !lease.address().equals(address))
        .ifPresent(lease -> stageRelease(lease, now));
    boolean renewed = rules.isOwn(address, claim) && rules.isActive(address, now);
    Lease lease =
        new Lease(
            address,
            claim.client(),
            claim.mac(),
            Optional.of(name),
            LeaseState.BOUND,
            now,
            now.plus(claim.leaseTime()),
            now,
            claim.role());
    batch.stage(renewed ? LeaseEvent.Kind.RENEWED : LeaseEvent.Kind.BOUND, lease);
    return new Bound(lease);
  }

  /** The inventory gave this machine's name to another one, which is here now. */
  private void rename(Lease lease, NodeName lost, Instant now) {
    batch.stage(LeaseEvent.Kind.RENEWED, lease.named(names.insteadOf(lost, lease, now)));
  }

  private void stageRelease(Lease lease, Instant now) {
    batch.stage(LeaseEvent.Kind.RELEASED, lease.ended(LeaseState.RELEASED, now));
  }

  private static Ipv4Address requested(LeaseClaim claim) {
    return claim
        .requested()
        .orElseThrow(() -> new IllegalArgumentException("no address in " + claim));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }
}

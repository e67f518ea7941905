package org.comosix.appliance.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
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

  private List<AddressAllocator> allocators;
  private Reservations reservations;
  private final LeaseJournal journal;
  private final LeaseIndex index;
  private final InstantSource clock;

  private final LeaseTable table = new LeaseTable();
  private final LeaseExpiry expiry = new LeaseExpiry();
  private LeaseNames names;
  private final Offers offers;

  private final List<LeaseEvent> staged = new ArrayList<>();
  private final List<Optional<Lease>> before = new ArrayList<>();
  private volatile Optional<String> problem = Optional.empty();

  public LeaseBook(
      List<AddressPool> pools,
      Reservations reservations,
      LeaseJournal journal,
      LeaseIndex index,
      InstantSource clock) {
    this.allocators = pools.stream().map(AddressAllocator::new).toList();
    this.reservations = reservations;
    this.journal = journal;
    this.index = index;
    this.clock = clock;
    this.names = new LeaseNames(table, reservations);
    this.offers = new Offers(MOST_OFFERS, this::unhold);
  }

  /**
   * Takes in what is on disk. Once, before anything else.
   *
   * @throws LeaseJournalException the journal cannot be read or is damaged
   */
  public void open() {
    journal.replay(table::put);
    Instant now = now();
    List<Lease> all = List.copyOf(table.all());
    all.forEach(this::track);
    // A compacted journal is in no order: the name is the active lease's, not the one read last.
    all.stream().filter(lease -> lease.isActiveAt(now)).forEach(table::put);
    index.load(all);
  }

  /**
   * Goes on with other pools and reservations. Leases stay as they are, even where they no longer
   * fit: each client is placed anew when it asks the next time. Between batches.
   */
  public void reconfigure(List<AddressPool> pools, Reservations kept) {
    allocators = pools.stream().map(AddressAllocator::new).toList();
    reservations = kept;
    names = new LeaseNames(table, kept);
    table.all().forEach(this::track);
    offers.addresses().forEach(this::hold);
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
            .filter(reserved -> isAvailable(reserved, claim, now))
            .or(() -> own(claim).map(Lease::address).filter(mine -> canHave(mine, claim, now)))
            .or(() -> offers.of(claim.client()).filter(mine -> canHave(mine, claim, now)))
            .or(() -> claim.requested().filter(wanted -> canHave(wanted, claim, now)))
            .or(() -> longestFree(claim, now));
    address.ifPresent(
        offered -> {
          offers.add(claim.client(), offered, now.plus(OFFER_TIME).getEpochSecond());
          hold(offered);
        });
    return address;
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
    if (belongsElsewhere(claim, wanted, now)) {
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
    if (belongsElsewhere(claim, wanted, now)) {
      return new Refused(Reason.NOT_YOURS);
    }
    boolean known = isOwn(wanted, claim) || claim.reserved().equals(Optional.of(wanted));
    if (known) {
      return bindIfPossible(claim, wanted, now);
    }
    if (own(claim).isPresent()) {
      return new Refused(Reason.NOT_YOURS);
    }
    return heldByAnother(wanted, claim, now) ? new Refused(Reason.HELD_BY_ANOTHER) : new Unknown();
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
    if (isOwn(wanted, claim)) {
      boolean active = table.at(wanted).filter(lease -> lease.isActiveAt(now)).isPresent();
      return active ? bind(claim, wanted, now) : bindIfPossible(claim, wanted, now);
    }
    return heldByAnother(wanted, claim, now) ? new Refused(Reason.HELD_BY_ANOTHER) : new Unknown();
  }

  /**
   * Ends a lease at its holder's wish.
   *
   * @return false when the address is not this client's
   */
  public boolean release(ClientId client, Ipv4Address address) {
    Instant now = now();
    Optional<Lease> lease =
        table
            .at(address)
            .filter(held -> held.client().equals(client))
            .filter(held -> held.isActiveAt(now));
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
    boolean bound = table.at(address).filter(held -> held.isActiveAt(now)).isPresent();
    if (!offered && !(bound && isOwn(address, claim))) {
      return false;
    }
    offers.remove(claim.client());
    stage(
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

  /** The client chose another server, or none. */
  public void withdrawOffer(ClientId client) {
    offers.remove(client);
  }

  /** Whether {@link #commit()} has anything to do. */
  public boolean hasStaged() {
    return !staged.isEmpty();
  }

  /**
   * Makes everything since the last commit durable, then tells it.
   *
   * @throws LeaseJournalException it is not durable, and undone here
   */
  public void commit() {
    if (staged.isEmpty()) {
      return;
    }
    try {
      journal.append(
          staged.stream().map(LeaseEvent::lease).toList(), () -> List.copyOf(table.all()));
    } catch (LeaseJournalException e) {
      rollback();
      problem = Optional.of(String.valueOf(e.getMessage()));
      throw e;
    }
    problem = Optional.empty();
    List<LeaseEvent> events = List.copyOf(staged);
    forgetBatch();
    index.publish(events);
  }

  /** Forgets everything since the last commit, for when a decision failed halfway. */
  public void rollback() {
    for (int i = staged.size() - 1; i >= 0; i--) {
      Ipv4Address address = staged.get(i).lease().address();
      before.get(i).ifPresentOrElse(this::restore, () -> forget(address));
    }
    forgetBatch();
  }

  /** Ends what is past its time. Between batches, about once a second. */
  public void expire() {
    Instant now = now();
    offers.expire(now.getEpochSecond());
    List<LeaseEvent> events = new ArrayList<>();
    for (Lease lease : expiry.due(now, table)) {
      Lease expired = lease.ended(LeaseState.EXPIRED, lease.end());
      table.put(expired);
      events.add(new LeaseEvent(LeaseEvent.Kind.EXPIRED, expired));
    }
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

  private LeaseDecision bindIfPossible(LeaseClaim claim, Ipv4Address wanted, Instant now) {
    if (!isAvailable(wanted, claim, now)) {
      return new Refused(Reason.HELD_BY_ANOTHER);
    }
    return isGivenOut(wanted, claim) ? bind(claim, wanted, now) : new Refused(Reason.NOT_GIVEN_OUT);
  }

  private LeaseDecision bind(LeaseClaim claim, Ipv4Address address, Instant now) {
    offers.remove(claim.client());
    NodeName name = names.nameFor(claim, now);
    names.otherHolder(name, claim.client(), now).ifPresent(other -> rename(other, name, now));
    own(claim)
        .filter(lease -> lease.isActiveAt(now) && !lease.address().equals(address))
        .ifPresent(lease -> stageRelease(lease, now));
    boolean renewed =
        isOwn(address, claim) && table.at(address).filter(old -> old.isActiveAt(now)).isPresent();
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
    stage(renewed ? LeaseEvent.Kind.RENEWED : LeaseEvent.Kind.BOUND, lease);
    return new Bound(lease);
  }

  /** The inventory gave this machine's name to another one, which is here now. */
  private void rename(Lease lease, NodeName lost, Instant now) {
    stage(LeaseEvent.Kind.RENEWED, lease.named(names.insteadOf(lost, lease, now)));
  }

  private void stageRelease(Lease lease, Instant now) {
    stage(LeaseEvent.Kind.RELEASED, lease.ended(LeaseState.RELEASED, now));
  }

  private void stage(LeaseEvent.Kind kind, Lease lease) {
    staged.add(new LeaseEvent(kind, lease));
    before.add(table.put(lease));
    track(lease);
  }

  private void track(Lease lease) {
    expiry.watch(lease);
    allocator(lease.address())
        .ifPresent(found -> found.freeFrom(lease.address(), lease.end().getEpochSecond()));
  }

  private void restore(Lease lease) {
    table.put(lease);
    track(lease);
  }

  private void forget(Ipv4Address address) {
    table.remove(address);
    allocator(address).ifPresent(found -> found.freeFrom(address, 0));
  }

  private void forgetBatch() {
    staged.clear();
    before.clear();
  }

  private void hold(Ipv4Address address) {
    allocator(address).ifPresent(allocator -> allocator.hold(address));
  }

  private void unhold(Ipv4Address address) {
    allocator(address).ifPresent(allocator -> allocator.unhold(address));
  }

  private Optional<Ipv4Address> longestFree(LeaseClaim claim, Instant now) {
    for (AddressPool pool : claim.scope().pools()) {
      Optional<Ipv4Address> found =
          allocatorOf(pool)
              .longestFree(now.getEpochSecond(), address -> !reservations.isReserved(address));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** It has a reservation it could have, and this is not it. */
  private boolean belongsElsewhere(LeaseClaim claim, Ipv4Address wanted, Instant now) {
    return claim
        .reserved()
        .filter(reserved -> !reserved.equals(wanted) && isAvailable(reserved, claim, now))
        .isPresent();
  }

  private boolean canHave(Ipv4Address address, LeaseClaim claim, Instant now) {
    return claim.scope().contains(address)
        && isAvailable(address, claim, now)
        && isGivenOut(address, claim);
  }

  private boolean isGivenOut(Ipv4Address address, LeaseClaim claim) {
    return claim.reserved().equals(Optional.of(address))
        || (claim.scope().draws(address) && !reservations.isReserved(address));
  }

  /** Neither bound to another, nor offered to another, nor in quarantine. */
  private boolean isAvailable(Ipv4Address address, LeaseClaim claim, Instant now) {
    boolean quarantined =
        table
            .at(address)
            .filter(lease -> lease.state() == LeaseState.DECLINED && now.isBefore(lease.end()))
            .isPresent();
    return !quarantined
        && !heldByAnother(address, claim, now)
        && !offers.isToAnother(address, claim.client());
  }

  private boolean heldByAnother(Ipv4Address address, LeaseClaim claim, Instant now) {
    return table
        .at(address)
        .filter(lease -> lease.isActiveAt(now) && !lease.client().equals(claim.client()))
        .isPresent();
  }

  private boolean isOwn(Ipv4Address address, LeaseClaim claim) {
    return table
        .at(address)
        .filter(lease -> lease.client().equals(claim.client()))
        .filter(lease -> lease.state() != LeaseState.DECLINED)
        .isPresent();
  }

  /** The client's last lease in this subnet, over or not; an active one before others. */
  private Optional<Lease> own(LeaseClaim claim) {
    return table.of(claim.client()).stream()
        .filter(lease -> claim.scope().contains(lease.address()))
        .filter(lease -> lease.state() != LeaseState.DECLINED)
        .max(java.util.Comparator.comparing(Lease::end));
  }

  /** The one whose pool the address is of; none for a reserved address outside the pools. */
  private Optional<AddressAllocator> allocator(Ipv4Address address) {
    for (AddressAllocator allocator : allocators) {
      if (allocator.pool().contains(address)) {
        return Optional.of(allocator);
      }
    }
    return Optional.empty();
  }

  private AddressAllocator allocatorOf(AddressPool pool) {
    for (AddressAllocator allocator : allocators) {
      if (allocator.pool().equals(pool)) {
        return allocator;
      }
    }
    throw new IllegalArgumentException("the book does not know the pool " + pool);
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

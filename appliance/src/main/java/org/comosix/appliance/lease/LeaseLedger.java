package org.comosix.appliance.lease;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;

/**
 * The last lease of each address and what follows from it: when the address is free again, when the
 * lease is over. Single-threaded.
 */
final class LeaseLedger {

  private final LeaseTable table;
  private final LeaseExpiry expiry;
  private final Offers offers;
  private FreeAddresses free;
  private PoolUse use;

  LeaseLedger(List<AddressPool> pools, Reservations reservations, LeaseKeys keys, int mostOffers) {
    this.table = new LeaseTable(keys);
    this.expiry = new LeaseExpiry(table);
    this.offers = new Offers(mostOffers, address -> free.changed(address));
    this.free = new FreeAddresses(pools, this::freeFrom);
    this.use = new PoolUse(pools, reservations);
  }

  /** Goes on with other pools. */
  void repool(List<AddressPool> pools, Reservations reservations) {
    free = new FreeAddresses(pools, this::freeFrom);
    use = new PoolUse(pools, reservations);
    for (Lease lease : table.all()) {
      free.changed(lease.address());
      use.changed(Optional.empty(), Optional.of(lease));
    }
  }

  /** To look leases up; changed only through the ledger. */
  LeaseTable table() {
    return table;
  }

  /** An address is not free while it is offered. */
  Offers offers() {
    return offers;
  }

  PoolUse use() {
    return use;
  }

  Optional<Lease> at(Ipv4Address address) {
    return table.at(address);
  }

  List<Lease> of(ClientId client) {
    return table.of(client);
  }

  /** In no order; a copy. */
  Collection<Lease> all() {
    return table.all();
  }

  /** Replaces what was known of this address, and returns it. */
  Optional<Lease> put(Lease lease) {
    Optional<Lease> before = table.put(lease);
    expiry.watch(lease);
    free.changed(lease.address());
    use.changed(before, Optional.of(lease));
    return before;
  }

  /** As if nobody had ever had it. */
  void remove(Ipv4Address address) {
    use.changed(table.at(address), Optional.empty());
    table.remove(address);
    free.changed(address);
  }

  /** One record of the journal; looked up by address only until {@link #link}. */
  void replay(Lease lease) {
    table.replay(lease);
  }

  /** After the last record: what was found is looked up and followed like any other lease. */
  void link(Instant now) {
    table.link(now);
    for (Lease lease : table.all()) {
      expiry.watch(lease);
      free.changed(lease.address());
      use.changed(Optional.empty(), Optional.of(lease));
    }
  }

  /**
   * Bound leases that are over; each is told once.
   *
   * @param most no more than these
   */
  List<Lease> due(Instant now, int most) {
    return expiry.due(now, most);
  }

  Optional<Ipv4Address> longestFree(LeaseClaim claim, Instant now, Predicate<Ipv4Address> usable) {
    return free.longestFree(claim.scope().pools(), now.getEpochSecond(), usable);
  }

  /** What {@link #longestFree} would choose from this pool next; nothing is taken. */
  List<Ipv4Address> upcoming(
      AddressPool pool, int most, Instant now, Predicate<Ipv4Address> usable) {
    return free.upcoming(pool, most, now.getEpochSecond(), usable);
  }

  List<AddressPool> pools() {
    return free.pools();
  }

  private OptionalLong freeFrom(Ipv4Address address) {
    if (offers.isOffered(address)) {
      return OptionalLong.empty();
    }
    Optional<Lease> lease = table.at(address);
    return OptionalLong.of(lease.isPresent() ? lease.get().end().getEpochSecond() : 0);
  }
}

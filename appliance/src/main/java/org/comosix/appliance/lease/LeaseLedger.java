package org.comosix.appliance.lease;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;

/**
 * The last lease of each address and what follows from it: when the address is free again, when the
 * lease is over. Single-threaded.
 */
final class LeaseLedger {

  private final LeaseTable table = new LeaseTable();
  private final LeaseExpiry expiry = new LeaseExpiry();
  private FreeAddresses free;

  LeaseLedger(List<AddressPool> pools) {
    this.free = new FreeAddresses(pools);
  }

  /** Goes on with other pools; which addresses are held for offers is to be told again. */
  void repool(List<AddressPool> pools) {
    free = new FreeAddresses(pools);
    table.all().forEach(free::leased);
  }

  /** To look leases up; changed only through the ledger. */
  LeaseTable table() {
    return table;
  }

  FreeAddresses free() {
    return free;
  }

  Optional<Lease> at(Ipv4Address address) {
    return table.at(address);
  }

  List<Lease> of(ClientId client) {
    return table.of(client);
  }

  /** Not to be kept: changes with the ledger. */
  Collection<Lease> all() {
    return table.all();
  }

  /** Replaces what was known of this address, and returns it. */
  Optional<Lease> put(Lease lease) {
    Optional<Lease> before = table.put(lease);
    expiry.watch(lease);
    free.leased(lease);
    return before;
  }

  /** As if nobody had ever had it. */
  void remove(Ipv4Address address) {
    table.remove(address);
    free.neverLeased(address);
  }

  /** Takes in what is on disk, in the order in which it is there. */
  void load(Collection<Lease> leases, Instant now) {
    leases.forEach(this::put);
    // A compacted journal is in no order: the name is the active lease's, not the one read last.
    List.copyOf(table.all()).stream().filter(lease -> lease.isActiveAt(now)).forEach(table::put);
  }

  /** The bound leases that are over; each is told once. */
  List<Lease> due(Instant now) {
    return expiry.due(now, table);
  }

  Optional<Ipv4Address> longestFree(LeaseClaim claim, Instant now, Predicate<Ipv4Address> usable) {
    return free.longestFree(claim.scope().pools(), now.getEpochSecond(), usable);
  }
}

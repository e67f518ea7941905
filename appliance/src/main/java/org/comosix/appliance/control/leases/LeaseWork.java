package org.comosix.appliance.control.leases;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.control.leases.Adoption.Outcome;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.AdoptedLease;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseScope;

/**
 * What an operator's wish does to the book. On the thread that owns the book; durable when it
 * returns.
 *
 * @param subnets of the configuration
 */
public record LeaseWork(Nodes nodes, List<Ipv4Subnet> subnets) {

  /** Ends the lease that is held at an address now; empty when there is none. */
  public Optional<Lease> release(LeaseBook book, Ipv4Address address) {
    Optional<Lease> ended = book.end(address);
    book.commit();
    return ended;
  }

  /**
   * Takes in leases of another server.
   *
   * @param dryRun find out what would become of them, and change nothing
   */
  public List<Adoption> adopt(LeaseBook book, List<Lease> leases, boolean dryRun) {
    List<Adoption> adoptions = leases.stream().map(lease -> adopt(book, lease)).toList();
    if (dryRun) {
      book.rollback();
    } else {
      book.commit();
    }
    return adoptions;
  }

  private Adoption adopt(LeaseBook book, Lease lease) {
    Ipv4Address address = lease.address();
    Optional<Ipv4Subnet> subnet =
        subnets.stream().filter(each -> each.contains(address)).findFirst();
    if (subnet.isEmpty()) {
      return new Adoption(address, Outcome.OUTSIDE, "it is in none of the configured subnets");
    }
    Optional<Node> keeper =
        nodes.byAddress(address).filter(node -> !node.mac().equals(lease.mac()));
    if (keeper.isPresent() && lease.state() == LeaseState.BOUND) {
      return new Adoption(
          address, Outcome.RESERVED, "the address is reserved for " + keeper.get().name());
    }
    LeaseScope link = new LeaseScope(List.of(subnet.get()), List.of());
    return adoption(address, book.adopt(asKnown(lease), link));
  }

  /** A machine of the configuration has its name and its role from there. */
  private Lease asKnown(Lease lease) {
    return nodes
        .byMac(lease.mac())
        .map(
            node ->
                new Lease(
                    lease.address(),
                    lease.client(),
                    lease.mac(),
                    Optional.of(node.name()),
                    lease.state(),
                    lease.start(),
                    lease.end(),
                    lease.lastMessage(),
                    node.role()))
        .orElse(lease);
  }

  private static Adoption adoption(Ipv4Address address, AdoptedLease adopted) {
    Lease here = adopted.lease();
    return switch (adopted.verdict()) {
      case TAKEN -> new Adoption(address, Outcome.TAKEN, "");
      case KNOWN ->
          new Adoption(
              address, Outcome.KNOWN, "here it was last heard of at " + here.lastMessage());
      case HELD_BY_ANOTHER ->
          new Adoption(
              address,
              Outcome.HELD_BY_ANOTHER,
              "here " + here.mac() + " has it until " + here.end());
      case CLIENT_HAS_ANOTHER ->
          new Adoption(
              address, Outcome.CLIENT_HAS_ANOTHER, "its client has " + here.address() + " here");
      case QUARANTINED ->
          new Adoption(
              address, Outcome.QUARANTINED, "a client found it in use; kept until " + here.end());
    };
  }
}

package org.comosix.appliance.dhcp.explain;

import java.util.Optional;
import org.comosix.appliance.dhcp.ClientProfile;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseClaim;
import org.comosix.appliance.lease.LeaseLookup;

/**
 * What a client had before it was answered: from it follows why it gets an address.
 *
 * @param reserved kept for it on this link
 * @param held the lease it has at this moment
 * @param offered to it a moment ago
 * @param earlier an address it had before and may have again
 * @param wanted the address it names
 */
record Standing(
    Optional<Ipv4Address> reserved,
    Optional<Lease> held,
    Optional<Ipv4Address> offered,
    Optional<Ipv4Address> earlier,
    Optional<Ipv4Address> wanted) {

  static Standing of(
      DhcpQuery query,
      ClientProfile client,
      Optional<Ipv4Address> offered,
      LeaseBook book,
      LeaseLookup index) {
    LeaseClaim claim = client.claim(query.requestedAddress());
    return new Standing(
        claim.reserved(),
        book.activeLeaseOf(client.client()),
        offered,
        index.all().stream()
            .filter(lease -> lease.client().equals(client.client()))
            .map(Lease::address)
            .filter(client.scope()::contains)
            .findFirst(),
        query.requestedAddress());
  }

  String why(Ipv4Address given) {
    Optional<Ipv4Address> address = Optional.of(given);
    if (reserved.equals(address)) {
      return "the address is kept for this machine";
    }
    String insteadOf =
        reserved.map(kept -> "; " + kept + ", which is kept for it, is in use").orElse("");
    if (held.map(Lease::address).equals(address)) {
      return "the client holds it until " + held.get().end() + insteadOf;
    }
    if (offered.equals(address)) {
      return "it was offered to the client before" + insteadOf;
    }
    if (earlier.equals(address)) {
      return "the client had it before and nobody has taken it since" + insteadOf;
    }
    if (wanted.equals(address)) {
      return "the client asks for it and it is free" + insteadOf;
    }
    return "of the free addresses of its pool it is the one that nobody had for longest"
        + insteadOf;
  }
}

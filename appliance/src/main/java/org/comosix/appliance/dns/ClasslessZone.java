package org.comosix.appliance.dns;

import java.util.Optional;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * A reverse zone for a part of 256 addresses. Whoever has the zone of all of them leads each here
 * with an alias, from {@code 65.2.0.192.in-addr.arpa} to {@code 65.64/26.2.0.192.in-addr.arpa}.
 *
 * @param network of at most 256 addresses, so that the last octet tells them apart
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2317">RFC 2317</a>
 */
public record ClasslessZone(Ipv4Subnet network, DomainName apex) {

  private static final int LEAST_PREFIX = Integer.SIZE - Byte.SIZE;

  public ClasslessZone {
    if (network.prefixLength() < LEAST_PREFIX) {
      throw new IllegalArgumentException(
          "the last octet does not tell addresses apart in " + network);
    }
  }

  /** Where an address leads back: its last octet, below the apex. Empty outside the network. */
  public Optional<DomainName> owner(Ipv4Address address) {
    return network.contains(address)
        ? Optional.of(apex.child(Integer.toString(address.bits() & 0xff)))
        : Optional.empty();
  }

  /** The inverse of {@link #owner}. */
  Optional<Ipv4Address> address(DomainName name) {
    if (name.parent().filter(apex::equals).isEmpty() || name.octet().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
            new Ipv4Address((network.network().bits() & ~0xff) | name.octet().getAsInt()))
        .filter(network::contains);
  }
}

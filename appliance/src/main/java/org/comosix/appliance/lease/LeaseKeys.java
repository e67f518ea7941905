package org.comosix.appliance.lease;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiPredicate;
import java.util.function.ToIntFunction;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.domain.SipHash;

/**
 * What leases are looked up by. The hashes are keyed, since clients choose their hardware address
 * and name: nobody shall be able to make up thousands that fall into one place.
 *
 * @param seed not to be foreseen by clients
 */
record LeaseKeys(long seed) {

  /** With a seed that only who was there can know. */
  static LeaseKeys at(InstantSource clock) {
    Instant now = clock.instant();
    return new LeaseKeys(now.getEpochSecond() * 1_000_000_000 + now.getNano());
  }

  int hash(Ipv4Address address) {
    return hash(address.unsigned());
  }

  int hash(MacAddress mac) {
    return hash(mac.bits());
  }

  int hash(ClientId client) {
    return client.ethernet().map(this::hash).orElseGet(() -> hash(client.octets()));
  }

  int hash(NodeName name) {
    return hash(name.value().getBytes(StandardCharsets.US_ASCII));
  }

  /** Multiplication by an unknown odd number: its upper half is as good as random. */
  private int hash(long word) {
    return (int) ((word * (seed | 1)) >>> Integer.SIZE);
  }

  private int hash(byte[] octets) {
    SipHash hash = SipHash.forTables(seed, 0);
    long word = 0;
    for (int i = 0; i < octets.length; i++) {
      word = word << 8 | (octets[i] & 0xff);
      if (i % Long.BYTES == Long.BYTES - 1) {
        hash.word(word);
        word = 0;
      }
    }
    return (int) hash.finish(octets.length, word);
  }

  /** One lease for each address. */
  LeaseSlots.Key byAddress() {
    return key(lease -> hash(lease.address()), (one, other) -> one.isAt(other.address()));
  }

  /** One for each hardware address. */
  LeaseSlots.Key byMac() {
    return key(lease -> hash(lease.mac()), (one, other) -> one.isOf(other.mac()));
  }

  /** One for each client and address: a client may have leases in several subnets. */
  LeaseSlots.Key byClient() {
    return key(
        lease -> lease.otherClient().map(this::hash).orElseGet(() -> hash(lease.mac())),
        (one, other) -> one.isAt(other.address()) && one.isOf(other.client()));
  }

  /** One for each name and role; only for leases that have a name. */
  LeaseSlots.Key byName() {
    return key(
        lease -> hash(lease.name().orElseThrow()),
        (one, other) -> one.role() == other.role() && one.name().equals(other.name()));
  }

  private static LeaseSlots.Key key(ToIntFunction<Lease> hash, BiPredicate<Lease, Lease> matches) {
    return new LeaseSlots.Key() {
      @Override
      public int hash(Lease lease) {
        return hash.applyAsInt(lease);
      }

      @Override
      public boolean matches(Lease one, Lease other) {
        return matches.test(one, other);
      }
    };
  }
}

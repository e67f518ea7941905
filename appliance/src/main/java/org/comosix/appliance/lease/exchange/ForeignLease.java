package org.comosix.appliance.lease.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/**
 * A lease as another server knew it.
 *
 * @param place where its address stands
 * @param client by what it is known here; as a rule its Ethernet address, whatever identifier the
 *     other server used
 * @param state BOUND, RELEASED, EXPIRED or DECLINED, as it was written
 * @param heard when the client was last heard, where the file tells
 * @param end empty for a lease without end
 */
public record ForeignLease(
    Place place,
    Ipv4Address address,
    ClientId client,
    MacAddress mac,
    Optional<NodeName> name,
    LeaseState state,
    Optional<Instant> heard,
    Optional<Instant> end,
    MachineRole role) {

  /** What stands for "without end": its client will not ask again, so a person must see to it. */
  public static final Duration LONGEST = Duration.ofDays(365);

  /** A lease of an Ethernet client, which is a host until the node list says otherwise. */
  static ForeignLease ofHost(
      Place place,
      Ipv4Address address,
      MacAddress mac,
      Optional<NodeName> name,
      LeaseState state,
      Optional<Instant> heard,
      Optional<Instant> end) {
    return new ForeignLease(
        place, address, ClientId.of(mac), mac, name, state, heard, end, MachineRole.HOST);
  }

  /** In our words, at this moment. */
  public Lease at(Instant now) {
    Instant last = heard.filter(time -> time.isBefore(now)).orElse(now);
    Instant until = end.orElse(now.plus(LONGEST));
    LeaseState stands =
        state == LeaseState.BOUND && !until.isAfter(now) ? LeaseState.EXPIRED : state;
    Instant start = until.isBefore(last) ? until : last;
    return new Lease(address, client, mac, name, stands, start, until, start, role);
  }
}

package org.comosix.appliance.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.junit.jupiter.api.Test;

final class LeaseSlotsTest {

  @Test
  void behavesLikeAMap() {
    LeaseKeys keys = new LeaseKeys(5);
    behavesLikeAMap(lease -> keys.hash(lease.address()));
  }

  /** Everything in a few clusters, over the end of the array too. */
  @Test
  void behavesLikeAMapWhereHashesCollide() {
    behavesLikeAMap(lease -> lease.address().bits() % 3 - 2);
  }

  private static void behavesLikeAMap(ToIntFunction<Lease> hash) {
    Random random = new Random(11);
    LeaseSlots slots = new LeaseSlots(key(hash));
    Map<Ipv4Address, Lease> map = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Lease lease = lease(random.nextInt(200), i);
      if (random.nextInt(3) == 0) {
        slots.remove(lease);
        map.remove(lease.address());
      } else {
        assertThat(slots.put(lease))
            .isEqualTo(Optional.ofNullable(map.put(lease.address(), lease)));
      }
      Lease other = lease(random.nextInt(200), 0);
      assertThat(slots.find(hash.applyAsInt(other), found -> found.isAt(other.address())))
          .isEqualTo(Optional.ofNullable(map.get(other.address())));
      assertThat(slots.size()).isEqualTo(map.size());
    }
    assertThat(new HashSet<>(slots.copy())).isEqualTo(new HashSet<>(map.values()));
  }

  private static LeaseSlots.Key key(ToIntFunction<Lease> hash) {
    return new LeaseSlots.Key() {
      @Override
      public int hash(Lease lease) {
        return hash.applyAsInt(lease);
      }

      @Override
      public boolean matches(Lease one, Lease other) {
        return one.isAt(other.address());
      }
    };
  }

  private static Lease lease(int number, int version) {
    Instant start = Instant.ofEpochSecond(version);
    MacAddress mac = new MacAddress(number);
    return new Lease(
        new Ipv4Address(number),
        ClientId.of(mac),
        mac,
        Optional.empty(),
        LeaseState.BOUND,
        start,
        start.plusSeconds(60),
        start,
        MachineRole.NODE);
  }
}

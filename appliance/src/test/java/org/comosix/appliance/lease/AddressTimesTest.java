package org.comosix.appliance.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.comosix.appliance.domain.Ipv4Address;
import org.junit.jupiter.api.Test;

final class AddressTimesTest {

  private final Map<Ipv4Address, Long> now = new HashMap<>();
  private final AddressTimes times =
      new AddressTimes(
          entry ->
              now.getOrDefault(AddressTimes.address(entry), -1L) == AddressTimes.second(entry));

  /** Seeded; times go both ways, and most entries are outdated when they come up. */
  @Test
  void firstIsAlwaysTheEarliestThatCounts() {
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      if (random.nextInt(5) > 0) {
        set(new Ipv4Address(random.nextInt(300)), random.nextInt(1000));
      } else {
        assertThat(times.hasFirst()).isEqualTo(!now.isEmpty());
        if (!now.isEmpty()) {
          assertThat(times.first()).isEqualTo(earliest());
          now.remove(AddressTimes.address(times.first()));
          times.removeFirst();
        }
      }
    }
  }

  private void set(Ipv4Address address, long second) {
    now.put(address, second);
    times.add(second, address);
  }

  private long earliest() {
    TreeSet<Long> entries = new TreeSet<>();
    now.forEach((address, second) -> entries.add(AddressTimes.entry(second, address)));
    return entries.first();
  }

  @Test
  void untilTheYear2106AndForEveryAddress() {
    set(Ipv4Address.BROADCAST, AddressTimes.LAST_SECOND);
    set(Ipv4Address.parse("192.0.2.1"), 3_000_000_000L);
    set(Ipv4Address.parse("10.0.0.1"), AddressTimes.LAST_SECOND);

    List<String> order = new ArrayList<>();
    while (times.hasFirst()) {
      order.add(AddressTimes.address(times.first()).toString());
      times.removeFirst();
    }

    assertThat(order).containsExactly("192.0.2.1", "10.0.0.1", "255.255.255.255");
  }
}

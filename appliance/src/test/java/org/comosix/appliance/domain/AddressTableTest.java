package org.comosix.appliance.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressTableTest {

  private final AddressTable table = new AddressTable();

  @Test
  void theLastNumberOfAnAddressCounts() {
    table.put(address(0), 1);
    table.put(address(-1), 2);
    table.put(address(0), 0);

    assertThat(table.get(address(0))).hasValue(0);
    assertThat(table.get(address(-1))).hasValue(2);
    assertThat(table.get(address(1))).isEmpty();
    assertThat(table.numbers()).containsExactlyInAnyOrder(0L, 2L);
  }

  @Test
  void whatIsTakenOutIsGoneAndNothingElse() {
    Map<Integer, Long> expected = new HashMap<>();
    Random random = new Random(1);
    for (int step = 0; step < 300_000; step++) {
      int address = random.nextInt(step < 150_000 ? 40_000 : 60);
      if (random.nextInt(3) == 0) {
        table.remove(address(address));
        expected.remove(address);
      } else {
        table.put(address(address), step);
        expected.put(address, (long) step);
      }
    }

    for (int address = 0; address < 40_000; address++) {
      assertThat(table.get(address(address)).orElse(-1))
          .isEqualTo(expected.getOrDefault(address, -1L));
    }
    assertThat(table.numbers().boxed()).containsExactlyInAnyOrderElementsOf(expected.values());
  }

  private static Ipv4Address address(int bits) {
    return new Ipv4Address(bits);
  }
}

package org.comosix.appliance.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class AddressAllocatorTest {

  private static final long NOW = 1_000;

  private final Map<Ipv4Address, Long> freeFrom = new HashMap<>();
  private final Set<Ipv4Address> offered = new HashSet<>();

  @Test
  void rangesAreUsedInOrderAndWhatIsExcludedIsSkipped() {
    AddressAllocator allocator =
        allocator(
            "10.0.0.0/24",
            Set.of(ip("10.0.0.11")),
            "10.0.0.10-10.0.0.12",
            "10.0.0.5",
            "10.0.0.254-10.0.0.255");

    assertThat(all(allocator))
        .containsExactly(ip("10.0.0.10"), ip("10.0.0.12"), ip("10.0.0.5"), ip("10.0.0.254"));
  }

  /** Binds each as it is chosen. */
  private List<Ipv4Address> all(AddressAllocator allocator) {
    List<Ipv4Address> chosen = new ArrayList<>();
    Optional<Ipv4Address> next = allocator.longestFree(NOW, address -> true);
    while (next.isPresent()) {
      chosen.add(next.get());
      free(allocator, next.get(), NOW + 3600);
      next = allocator.longestFree(NOW, address -> true);
    }
    return chosen;
  }

  @Test
  void longestFreeGoesFirstAndOneThatIsStillBoundNever() {
    AddressAllocator allocator = allocator("10.0.0.0/24", Set.of(), "10.0.0.1-10.0.0.3");
    free(allocator, ip("10.0.0.1"), 900);
    free(allocator, ip("10.0.0.2"), 800);
    free(allocator, ip("10.0.0.3"), NOW + 1);

    assertThat(allocator.longestFree(NOW, address -> true)).contains(ip("10.0.0.2"));
    free(allocator, ip("10.0.0.2"), NOW + 3600);
    assertThat(allocator.longestFree(NOW, address -> true)).contains(ip("10.0.0.1"));
    free(allocator, ip("10.0.0.1"), NOW + 3600);
    assertThat(allocator.longestFree(NOW, address -> true)).isEmpty();
    assertThat(allocator.longestFree(NOW + 1, address -> true)).contains(ip("10.0.0.3"));
  }

  @Test
  void offeredAddressIsOutOfTheChoiceAndThenAsFreeAsItWas() {
    AddressAllocator allocator = allocator("10.0.0.0/24", Set.of(), "10.0.0.1-10.0.0.2");
    Ipv4Address first = allocator.longestFree(NOW, address -> true).orElseThrow();
    offered.add(first);
    assertThat(allocator.longestFree(NOW, address -> true)).contains(ip("10.0.0.2"));

    offered.remove(first);
    allocator.changed(first);

    assertThat(allocator.longestFree(NOW, address -> true)).contains(first);
  }

  @Test
  void upcomingAreTheNextChoicesInTheirOrderAndAreNotTaken() {
    AddressAllocator allocator = allocator("10.0.0.0/24", Set.of(), "10.0.0.1-10.0.0.6");
    free(allocator, ip("10.0.0.1"), 900);
    free(allocator, ip("10.0.0.2"), NOW + 1);
    free(allocator, ip("10.0.0.3"), 800);

    List<Ipv4Address> upcoming = allocator.upcoming(10, NOW, address -> last(address) != 5);

    assertThat(upcoming)
        .containsExactly(ip("10.0.0.4"), ip("10.0.0.6"), ip("10.0.0.3"), ip("10.0.0.1"));
    assertThat(allocator.upcoming(2, NOW, address -> last(address) != 5))
        .isEqualTo(upcoming.subList(0, 2));
    offered.add(ip("10.0.0.6"));
    for (Ipv4Address each : List.of(ip("10.0.0.4"), ip("10.0.0.3"), ip("10.0.0.1"))) {
      assertThat(allocator.upcoming(1, NOW, address -> last(address) != 5)).containsExactly(each);
      assertThat(allocator.longestFree(NOW, address -> last(address) != 5)).contains(each);
      free(allocator, each, NOW + 3600);
    }
    assertThat(allocator.upcoming(9, NOW, address -> last(address) != 5)).isEmpty();
  }

  private static int last(Ipv4Address address) {
    return address.bits() & 0xff;
  }

  @Test
  void poolOfSixteenMillionCostsNothingUntilItIsUsed() {
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          AddressAllocator allocator = allocator("10.0.0.0/8", Set.of(), "10.0.0.1-10.255.255.254");
          for (int i = 0; i < 10_000; i++) {
            Ipv4Address address = allocator.longestFree(NOW, any -> true).orElseThrow();
            assertThat(address).isEqualTo(ip("10.0.0.1").plus(i));
            free(allocator, address, NOW + 3600);
          }
        });
  }

  @Test
  void poolMustLieInItsSubnetAndNotOverlapItself() {
    assertThatThrownBy(() -> allocator("10.0.0.0/24", Set.of(), "10.0.0.250-10.0.1.5"))
        .hasMessage("10.0.0.250-10.0.1.5 is not inside 10.0.0.0/24");
    assertThatThrownBy(
            () -> allocator("10.0.0.0/24", Set.of(), "10.0.0.1-10.0.0.9", "10.0.0.9-10.0.0.12"))
        .hasMessage("10.0.0.9-10.0.0.12 overlaps another range of 10.0.0.0/24");
  }

  private AddressAllocator allocator(String subnet, Set<Ipv4Address> excluded, String... ranges) {
    List<AddressRange> parsed = List.of(ranges).stream().map(AddressRange::parse).toList();
    return new AddressAllocator(
        new AddressPool(Ipv4Subnet.parse(subnet), parsed, excluded),
        address ->
            offered.contains(address)
                ? OptionalLong.empty()
                : OptionalLong.of(freeFrom.getOrDefault(address, 0L)));
  }

  private void free(AddressAllocator allocator, Ipv4Address address, long second) {
    freeFrom.put(address, second);
    allocator.changed(address);
  }

  private static Ipv4Address ip(String text) {
    return Ipv4Address.parse(text);
  }
}

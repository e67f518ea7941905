package org.comosix.appliance.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.testkit.FakeClock;
import org.junit.jupiter.api.Test;

final class LeaseIndexTest {

  private static final MacAddress MAC = new MacAddress(0x5254_0000_0001L);

  private final FakeClock clock = new FakeClock();
  private final LeaseIndex index = new LeaseIndex(clock);

  @Test
  void subscriberGetsEverythingFirstAndThenEachChange() {
    index.load(List.of(lease("10.0.0.1", LeaseState.BOUND)));
    List<String> told = new ArrayList<>();

    index.subscribe(listener(told));
    index.publish(
        List.of(new LeaseEvent(LeaseEvent.Kind.RELEASED, lease("10.0.0.1", LeaseState.RELEASED))));

    assertThat(told).containsExactly("all 10.0.0.1", "RELEASED 10.0.0.1");
  }

  @Test
  void whoSubscribesBeforeTheDiskWasReadGetsTheLeasesWhenTheyAreThere() {
    List<String> told = new ArrayList<>();
    index.subscribe(listener(told));

    index.load(List.of(lease("10.0.0.1", LeaseState.BOUND)));

    assertThat(told).containsExactly("all ", "all 10.0.0.1");
  }

  @Test
  void onlyActiveLeasesAreFoundAndTheClockEndsThem() {
    index.load(List.of(lease("10.0.0.1", LeaseState.BOUND)));
    assertThat(index.activeByMac(MAC)).isPresent();

    clock.advance(Duration.ofHours(1));

    assertThat(index.activeByMac(MAC)).isEmpty();
    assertThat(index.activeByAddress(Ipv4Address.parse("10.0.0.1"))).isEmpty();
    assertThat(index.all()).hasSize(1);
  }

  @Test
  void releaseOfAnOldAddressDoesNotHideTheNewOneOfTheSameMachine() {
    Lease old = lease("10.0.0.1", LeaseState.BOUND);
    index.load(List.of(old));

    index.publish(
        List.of(
            new LeaseEvent(LeaseEvent.Kind.RELEASED, lease("10.0.0.1", LeaseState.RELEASED)),
            new LeaseEvent(LeaseEvent.Kind.BOUND, lease("10.0.0.2", LeaseState.BOUND))));
    index.publish(
        List.of(new LeaseEvent(LeaseEvent.Kind.EXPIRED, lease("10.0.0.1", LeaseState.EXPIRED))));

    assertThat(index.activeByMac(MAC).map(Lease::address)).contains(Ipv4Address.parse("10.0.0.2"));
  }

  private static LeaseFeed.Listener listener(List<String> told) {
    return new LeaseFeed.Listener() {
      @Override
      public void snapshot(List<Lease> leases) {
        told.add(
            "all " + String.join(",", leases.stream().map(l -> l.address().toString()).toList()));
      }

      @Override
      public void changed(List<LeaseEvent> events) {
        events.forEach(event -> told.add(event.kind() + " " + event.lease().address()));
      }
    };
  }

  private Lease lease(String address, LeaseState state) {
    Instant now = clock.instant();
    return new Lease(
        Ipv4Address.parse(address),
        ClientId.of(MAC),
        MAC,
        Optional.empty(),
        state,
        now,
        now.plus(Duration.ofHours(1)),
        now,
        MachineRole.NODE);
  }
}

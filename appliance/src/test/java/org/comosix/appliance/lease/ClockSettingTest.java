package org.comosix.appliance.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.api.Test;

/** The clock is set while the appliance serves: leases last as long as their clients were told. */
final class ClockSettingTest {

  private static final Instant TODAY = Instant.parse("2026-11-22T12:00:00Z");
  private static final AddressPool POOL =
      new AddressPool(
          Ipv4Subnet.parse("10.0.0.0/24"),
          List.of(AddressRange.parse("10.0.0.1-10.0.0.2")),
          Set.of());
  private static final Duration LEASE_TIME = Duration.ofHours(1);

  private final Map<Ipv4Address, Lease> disk = new LinkedHashMap<>();
  private final List<String> told = new ArrayList<>();
  private Instant timeOfDay = TODAY;
  private long elapsed;
  private boolean full;
  private LeaseIndex index = new LeaseIndex(clock());
  private LeaseBook book = newBook();

  @Test
  void clockSetForwardAtBootEndsNoLeaseGivenBefore() {
    timeOfDay = Instant.parse("1970-01-01T00:01:00Z");
    start();
    Ipv4Address address = bind(1);
    pass(Duration.ofMinutes(10));

    timeOfDay = TODAY;
    pass(Duration.ofMinutes(40));

    assertThat(index.activeByAddress(address)).isPresent();
    assertThat(onDisk(address).end()).isEqualTo(TODAY.plus(Duration.ofMinutes(50)));
    assertThat(told).containsExactly("RENEWED 10.0.0.1");
    assertThat(bind(2)).isNotEqualTo(address);
    pass(Duration.ofMinutes(10));
    assertThat(index.activeByAddress(address)).isEmpty();
  }

  @Test
  void clockSetBackMakesNoLeaseImmortal() {
    start();
    Ipv4Address address = bind(1);
    pass(Duration.ofMinutes(30));

    timeOfDay = timeOfDay.minus(Duration.ofDays(2));
    pass(Duration.ofMinutes(29));
    assertThat(index.activeByAddress(address)).isPresent();
    pass(Duration.ofMinutes(1));

    assertThat(index.activeByAddress(address)).isEmpty();
  }

  @Test
  void leasesFromBeforeTheStartStandByTheRightClock() {
    start();
    Ipv4Address address = bind(1);
    Lease lease = onDisk(address);

    timeOfDay = Instant.parse("1970-01-01T00:00:00Z");
    start();
    assertThat(book.problem())
        .contains("the clock says 1970-01-01T00:00:00Z, but leases were written at " + TODAY);
    timeOfDay = TODAY.plus(Duration.ofMinutes(20));
    pass(Duration.ZERO);

    assertThat(book.problem()).isEmpty();
    assertThat(onDisk(address)).isEqualTo(lease);
    assertThat(index.activeByAddress(address)).contains(lease);
  }

  @Test
  void leasesThatAClockAheadHadEndedComeBack() {
    start();
    Ipv4Address address = bind(1);
    Lease lease = onDisk(address);

    timeOfDay = TODAY.plus(Duration.ofDays(400));
    start();
    pass(Duration.ofSeconds(1));
    assertThat(index.activeByAddress(address)).isEmpty();
    timeOfDay = TODAY.plus(Duration.ofMinutes(20));
    pass(Duration.ofSeconds(1));

    assertThat(index.activeByAddress(address)).contains(lease);
    assertThat(told).containsExactly("EXPIRED 10.0.0.1", "RENEWED 10.0.0.1");
  }

  @Test
  void offersDoNotOutliveTheClockThatDatedThem() {
    start();
    Optional<Ipv4Address> offered = book.offer(claim(1, Optional.empty()));
    assertThat(book.bindOffered(claim(2, offered))).isInstanceOf(LeaseDecision.Refused.class);

    timeOfDay = timeOfDay.minus(Duration.ofDays(1));
    pass(Duration.ofSeconds(1));

    assertThat(book.bindOffered(claim(2, offered))).isInstanceOf(LeaseDecision.Bound.class);
  }

  @Test
  void whileTheDiskIsFullTheSettingWaits() {
    timeOfDay = Instant.parse("1970-01-01T00:01:00Z");
    start();
    Ipv4Address address = bind(1);
    full = true;
    timeOfDay = TODAY;
    pass(Duration.ofMinutes(1));
    assertThat(book.problem()).get(STRING).contains("no space");
    assertThat(told).isEmpty();

    full = false;
    pass(Duration.ofMinutes(1));

    assertThat(told).containsExactly("RENEWED 10.0.0.1");
    assertThat(onDisk(address).end()).isEqualTo(TODAY.plus(LEASE_TIME));
  }

  @Test
  void slewingIsNoSetting() {
    start();
    Ipv4Address address = bind(1);
    Lease lease = onDisk(address);

    timeOfDay = timeOfDay.plusMillis(1500);
    pass(Duration.ofMinutes(1));
    timeOfDay = timeOfDay.minusMillis(1500);
    pass(Duration.ofMinutes(1));

    assertThat(onDisk(address)).isEqualTo(lease);
  }

  private void start() {
    told.clear();
    index = new LeaseIndex(clock());
    book = newBook();
    book.open();
    index.subscribe(new Told());
  }

  private LeaseClock clock() {
    return new LeaseClock(() -> timeOfDay, () -> elapsed);
  }

  private LeaseBook newBook() {
    return new LeaseBook(
        List.of(POOL),
        new NothingReserved(),
        new MemoryJournal(),
        index,
        clock(),
        LeaseLimits.DEFAULT);
  }

  private Lease onDisk(Ipv4Address address) {
    return Optional.ofNullable(disk.get(address)).orElseThrow();
  }

  private void pass(Duration time) {
    timeOfDay = timeOfDay.plus(time);
    elapsed += time.toNanos();
    book.expire();
  }

  private Ipv4Address bind(int client) {
    Ipv4Address address = book.offer(claim(client, Optional.empty())).orElseThrow();
    book.bindOffered(claim(client, Optional.of(address)));
    book.commit();
    told.clear();
    return address;
  }

  private static LeaseClaim claim(int client, Optional<Ipv4Address> requested) {
    MacAddress mac = new MacAddress(client);
    return new LeaseClaim(
        ClientId.of(mac),
        mac,
        new LeaseScope(List.of(POOL.subnet()), List.of(POOL)),
        requested,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        LEASE_TIME,
        MachineRole.NODE);
  }

  private final class Told implements LeaseFeed.Listener {
    @Override
    public void snapshot(List<Lease> leases) {}

    @Override
    public void changed(List<LeaseEvent> events) {
      events.forEach(event -> told.add(event.kind() + " " + event.lease().address()));
    }
  }

  private final class MemoryJournal implements LeaseJournal {
    @Override
    public void replay(Consumer<Lease> leases) {
      disk.values().forEach(leases);
    }

    @Override
    public void append(List<Lease> batch, Supplier<Collection<Lease>> all) {
      if (full) {
        throw new LeaseJournalException("no space");
      }
      batch.forEach(lease -> disk.put(lease.address(), lease));
    }

    @Override
    public void close() {}
  }

  private static final class NothingReserved implements Reservations {

    @Override
    public long reservedIn(AddressPool pool) {
      return 0;
    }

    @Override
    public long machinesWithoutAddress() {
      return 0;
    }

    @Override
    public boolean isReserved(Ipv4Address address) {
      return false;
    }

    @Override
    public boolean isNameOfAnother(NodeName name, MachineRole role, ClientId client) {
      return false;
    }
  }
}

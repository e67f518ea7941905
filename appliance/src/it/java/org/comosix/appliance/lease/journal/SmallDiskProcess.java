package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.lease.AddressPool;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseClaim;
import org.comosix.appliance.lease.LeaseClock;
import org.comosix.appliance.lease.LeaseDecision;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.lease.LeaseJournalException;
import org.comosix.appliance.lease.LeaseLimits;
import org.comosix.appliance.lease.LeaseScope;
import org.comosix.appliance.lease.Reservations;
import org.comosix.appliance.testkit.FakeClock;

/**
 * Serves from a tmpfs of 256 KiB, which fills up, is read-only, and is well again. Says what each
 * client is told. Runs in a mount namespace of its own. Argument: an empty directory.
 */
public final class SmallDiskProcess {

  private static final Duration LEASE_TIME = Duration.ofHours(1);
  private static final AddressPool POOL =
      new AddressPool(
          Ipv4Subnet.parse("10.0.0.0/16"),
          List.of(AddressRange.parse("10.0.0.1-10.0.255.0")),
          Set.of());

  private final Path disk;
  private final FakeClock clock = new FakeClock();

  private SmallDiskProcess(Path disk) {
    this.disk = disk;
  }

  public static void main(String[] args) throws Exception {
    new SmallDiskProcess(Path.of(args[0])).run();
  }

  private void run() throws Exception {
    command("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString());
    fullDisk();
    command("mount", "-o", "remount,ro", disk.toString());
    readOnlyDisk();
  }

  private void fullDisk() throws IOException {
    try (LeaseBook book = open()) {
      say("first client", bind(book, 1));
      Path filler = Files.write(disk.resolve("filler"), new byte[200 << 10]);
      int clients = 1;
      while (bind(book, ++clients) instanceof LeaseDecision.Bound) {}
      say("when full, running", extend(book, 1));
      say("when full, new", bind(book, clients));
      System.out.println("health: " + book.problem().orElse("good").replaceAll(".*: ", ""));
      turn(book);
      say("still full, new", bind(book, clients));
      Files.delete(filler);
      turn(book);
      say("room again, new", bind(book, clients));
      System.out.println("health: " + book.problem().orElse("good"));
    }
  }

  private void readOnlyDisk() throws Exception {
    try (LeaseBook book = open()) {
      say("read-only, running", extend(book, 1));
      say("read-only, new", bind(book, 60_000));
      System.out.println("health: " + book.problem().orElse("good").replaceAll(".* is on", "on"));
      turn(book);
      command("mount", "-o", "remount,rw", disk.toString());
      turn(book);
      say("writable again, new", bind(book, 60_000));
    }
    try (LeaseBook book = open()) {
      say("after a restart", extend(book, 60_000));
    }
  }

  private LeaseBook open() {
    LeaseBook book =
        new LeaseBook(
            List.of(POOL),
            new NothingReserved(),
            new FileLeaseJournal(disk.resolve("leases"), Runnable::run, clock),
            new LeaseIndex(clock),
            LeaseClock.neverSet(clock),
            LeaseLimits.DEFAULT);
    book.open();
    return book;
  }

  /** As the DHCP thread does once a second. */
  private void turn(LeaseBook book) {
    clock.advance(Duration.ofSeconds(60));
    book.expire();
  }

  private static LeaseDecision bind(LeaseBook book, int client) {
    Optional<Ipv4Address> offered = book.offer(claim(client, Optional.empty()));
    return offered.isEmpty()
        ? new LeaseDecision.NotDurable()
        : commit(book, book.bindOffered(claim(client, offered)));
  }

  private static LeaseDecision extend(LeaseBook book, int client) {
    Optional<Ipv4Address> address =
        book.activeLeaseOf(claim(client, Optional.empty()).client()).map(lease -> lease.address());
    return commit(book, book.extend(claim(client, address)));
  }

  private static LeaseDecision commit(LeaseBook book, LeaseDecision decision) {
    try {
      book.commit();
      return decision;
    } catch (LeaseJournalException e) {
      return new LeaseDecision.NotDurable();
    }
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

  private static void say(String when, LeaseDecision decision) {
    String told =
        decision instanceof LeaseDecision.Bound bound
            ? bound.lease().address() + " for " + bound.time().toMinutes() + " min"
            : "nothing";
    System.out.println(when + ": " + told);
  }

  private static void command(String... words) throws IOException, InterruptedException {
    int status = new ProcessBuilder(words).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", words) + " failed with " + status);
    }
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

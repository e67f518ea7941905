package org.comosix.appliance.control.leases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.comosix.appliance.control.ControlCommand;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.control.ControlRefusedException.Kind;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.json.JsonValue;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseLookup;
import org.comosix.appliance.lease.exchange.OwnLeases;

/** The other end of {@link RemoteDesk}, in the appliance. */
public final class LeaseCommands {

  static final String LIST = "leases.list";
  static final String RELEASE = "leases.release";
  static final String IMPORT = "leases.import";
  static final String REPAIR = "leases.repair";

  private static final int LEASES_A_PAGE = 5000;
  private static final long MOST_SECONDS = 10;

  /** Runs work on the thread that owns the lease book, between two batches of packets. */
  @FunctionalInterface
  public interface LeaseThread {
    <T> CompletableFuture<T> run(Function<LeaseBook, T> work);
  }

  private final LeaseLookup leases;
  private final LeaseThread thread;
  private final Supplier<LeaseWork> work;

  /**
   * For one appliance.
   *
   * @param work by the configuration that is in force
   */
  public LeaseCommands(LeaseLookup leases, LeaseThread thread, Supplier<LeaseWork> work) {
    this.leases = leases;
    this.thread = thread;
    this.work = work;
  }

  public Map<String, ControlCommand> all() {
    return Map.of(
        LIST, this::list, RELEASE, this::release, IMPORT, this::adopt, REPAIR, this::repair);
  }

  private Map<String, ?> list(JsonValue.Obj arguments) throws ControlRefusedException {
    Optional<Ipv4Address> after = address(arguments, "after");
    List<Lease> page = page(after, LEASES_A_PAGE + 1);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("leases", page.stream().limit(LEASES_A_PAGE).map(OwnLeases::object).toList());
    result.put("more", page.size() > LEASES_A_PAGE);
    return result;
  }

  /** The first behind an address, in order; never sorts more than a page. */
  private List<Lease> page(Optional<Ipv4Address> after, int most) {
    Comparator<Lease> byAddress = Comparator.comparing(Lease::address);
    PriorityQueue<Lease> lowest = new PriorityQueue<>(byAddress.reversed());
    for (Lease lease : leases.all()) {
      if (after.isEmpty() || lease.address().compareTo(after.get()) > 0) {
        lowest.add(lease);
        if (lowest.size() > most) {
          lowest.remove();
        }
      }
    }
    List<Lease> page = new ArrayList<>(lowest);
    page.sort(byAddress);
    return page;
  }

  private Map<String, ?> release(JsonValue.Obj arguments) throws ControlRefusedException {
    Ipv4Address address =
        address(arguments, "address")
            .orElseThrow(() -> new ControlRefusedException(Kind.REQUEST, "which address?"));
    LeaseWork now = work.get();
    return wait(book -> now.release(book, address))
        .map(lease -> Map.of("lease", OwnLeases.object(lease)))
        .orElse(Map.of());
  }

  private Map<String, ?> adopt(JsonValue.Obj arguments) throws ControlRefusedException {
    List<Lease> given = new ArrayList<>();
    for (JsonValue item : arguments.list("leases")) {
      given.add(lease(item));
    }
    boolean dryRun = arguments.flag("dry-run");
    LeaseWork now = work.get();
    return Map.of(
        "leases",
        wait(book -> now.adopt(book, given, dryRun)).stream().map(LeaseCommands::object).toList());
  }

  private Map<String, ?> repair(JsonValue.Obj arguments) throws ControlRefusedException {
    return wait(LeaseBook::repair).map(file -> Map.of("kept", file.toString())).orElse(Map.of());
  }

  private static Lease lease(JsonValue item) throws ControlRefusedException {
    try {
      if (item instanceof JsonValue.Obj object) {
        return OwnLeases.lease(object);
      }
    } catch (IllegalArgumentException e) {
      throw new ControlRefusedException(Kind.REQUEST, String.valueOf(e.getMessage()));
    }
    throw new ControlRefusedException(Kind.REQUEST, "a lease is a JSON object");
  }

  private static Map<String, Object> object(Adoption adoption) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("address", adoption.address());
    object.put("outcome", adoption.outcome().word());
    object.put("why", adoption.why());
    return object;
  }

  private static Optional<Ipv4Address> address(JsonValue.Obj arguments, String name)
      throws ControlRefusedException {
    try {
      return arguments.text(name).map(Ipv4Address::parse);
    } catch (IllegalArgumentException e) {
      throw new ControlRefusedException(Kind.REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private <T> T wait(Function<LeaseBook, T> task) throws ControlRefusedException {
    try {
      return thread.run(task).get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      String reason =
          e.getCause() == null ? e.toString() : String.valueOf(e.getCause().getMessage());
      throw new ControlRefusedException(Kind.FAILED, reason);
    } catch (TimeoutException e) {
      throw new ControlRefusedException(
          Kind.FAILED, "DHCP did not come round to it in " + MOST_SECONDS + " s; it may still");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlRefusedException(Kind.FAILED, "the appliance is stopping");
    }
  }
}

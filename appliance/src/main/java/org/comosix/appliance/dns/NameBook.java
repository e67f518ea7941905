package org.comosix.appliance.dns;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.inventory.Nodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which machine has which name, from known nodes and leases. A reserved node resolves always, any
 * other machine while its lease lasts. Of two machines with one name the loser is served under its
 * fallback name, and becomes heir. Not for several threads.
 */
final class NameBook {

  private static final Logger log = LoggerFactory.getLogger(NameBook.class);

  private final Nodes nodes;
  private final NodeLabels labels;
  private final NodeRecords records;
  private final Map<MacAddress, Machine> machines = new HashMap<>();
  private final Map<Ipv4Address, MacAddress> lessees = new HashMap<>();
  private final Map<MacAddress, GrantedName> granted = new HashMap<>();
  private final NameClaims claims = new NameClaims();
  private long order;

  NameBook(Nodes nodes, NodeLabels labels, NodeRecords records) {
    this.nodes = nodes;
    this.labels = labels;
    this.records = records;
  }

  /** The names of nodes with a reserved address. */
  List<NameChange> reservations() {
    List<NameChange> changes = new ArrayList<>();
    for (Node node : nodes.all()) {
      replace(machine(node.mac()), changes);
    }
    return changes;
  }

  /** The names of all leases; where two want one name, the older lease comes first. */
  List<NameChange> leases(List<Lease> leases, Instant now) {
    List<NameChange> changes = new ArrayList<>();
    leases.stream()
        .sorted(Comparator.comparing(Lease::start).thenComparing(Lease::address))
        .forEach(lease -> take(lease, now, changes));
    return changes;
  }

  /** Every machine that has a name, as if it had just got it. */
  List<NameChange> all() {
    List<NameChange> all = new ArrayList<>(granted.size());
    granted.forEach(
        (mac, name) -> all.add(new NameChange(mac, Optional.empty(), Optional.of(name))));
    return all;
  }

  /** Notes what a lease is now; adds to {@code changes} what names thereby become. */
  void take(Lease lease, Instant now, List<NameChange> changes) {
    MacAddress holder = holderOf(lease);
    Optional<MacAddress> lessee = Optional.ofNullable(lessees.get(lease.address()));
    boolean bound = lease.isActiveAt(now);
    // A lease that ended says nothing about one that began since, at the same address.
    if (lessee.filter(mac -> mac.equals(holder) != bound).isPresent()) {
      lessees.remove(lease.address());
      replace(machine(lessee.get()).withoutLease(lease.address()), changes);
    }
    if (bound) {
      Machine machine = machine(holder).withLease(lease);
      // The machine's own object, not another one with each renewal.
      lessees.put(lease.address(), machine.mac());
      rereserve(lease.address(), holder, changes);
      replace(machine, changes);
    } else {
      rereserve(lease.address(), holder, changes);
    }
  }

  /**
   * Whose lease it is: the machine's with that hardware address, or the known machine's that is
   * known by something else and alone gets its name.
   */
  private MacAddress holderOf(Lease lease) {
    return lease
        .name()
        .flatMap(nodes::byName)
        .filter(node -> node.identity().mac().isEmpty())
        .filter(node -> node.address().filter(kept -> !kept.equals(lease.address())).isEmpty())
        .map(Node::mac)
        .orElse(lease.mac());
  }

  private void rereserve(Ipv4Address address, MacAddress holder, List<NameChange> changes) {
    nodes
        .byAddress(address)
        .map(Node::mac)
        .filter(mac -> !mac.equals(holder))
        .ifPresent(mac -> replace(machine(mac), changes));
  }

  /** Its reserved address, unless a lease from before the reservation has it. */
  private Optional<Ipv4Address> reserved(MacAddress mac) {
    return nodes
        .byMac(mac)
        .flatMap(Node::address)
        .filter(address -> lessees.getOrDefault(address, mac).equals(mac));
  }

  private Machine machine(MacAddress mac) {
    return Optional.ofNullable(machines.get(mac)).orElseGet(() -> newcomer(mac));
  }

  private Machine newcomer(MacAddress mac) {
    return new Machine(
        mac,
        NodeName.generatedFor(mac),
        nodes.byMac(mac).isPresent(),
        roleOf(mac, Optional.empty()),
        0,
        Optional.empty(),
        List.of());
  }

  /** What its lease was given to, else what it is listed as. */
  private MachineRole roleOf(MacAddress mac, Optional<Lease> newest) {
    return newest
        .map(Lease::role)
        .or(() -> nodes.byMac(mac).map(Node::role))
        .orElse(MachineRole.HOST);
  }

  private void replace(Machine machine, List<NameChange> changes) {
    MacAddress mac = machine.mac();
    Optional<Machine> before = Optional.ofNullable(machines.remove(mac));
    Machine reserving =
        machine.withReserved(reserved(mac)).inRole(roleOf(mac, machine.newestLease()));
    Optional<Machine> after = reserving.address().map(unused -> withWantedName(reserving, before));
    Set<MacAddress> affected = new LinkedHashSet<>();
    affected.add(mac);
    before.ifPresent(old -> unclaim(old, affected));
    after.ifPresent(now -> claim(now, affected));
    regrant(affected, changes);
  }

  /** Whoever wants another name than before queues up for it anew. */
  private Machine withWantedName(Machine machine, Optional<Machine> before) {
    NodeName wanted =
        nodes
            .byMac(machine.mac())
            .map(Node::name)
            .or(() -> machine.newestLease().flatMap(Lease::name))
            .map(labels::withoutPrefix)
            .orElseGet(machine::fallback);
    ServedName sought = new ServedName(wanted, machine.role());
    return before.filter(old -> old.wantedName().equals(sought)).isPresent()
        ? machine
        : machine.wanting(wanted, ++order);
  }

  /** Looks again at who has these labels: they have become free, or are so no more. */
  List<NameChange> reconsider(Collection<String> others) {
    Set<MacAddress> affected = new LinkedHashSet<>();
    for (String label : others) {
      for (ServedName candidate : records.candidates(label)) {
        holder(candidate.bare(labels)).ifPresent(affected::add);
      }
    }
    List<NameChange> changes = new ArrayList<>();
    regrant(affected, changes);
    return changes;
  }

  private void unclaim(Machine machine, Set<MacAddress> affected) {
    if (!machine.wantsItsFallback()) {
      claims.remove(machine.wantedName(), machine);
    }
    addHolders(machine, affected);
  }

  private void claim(Machine machine, Set<MacAddress> affected) {
    addHolders(machine, affected);
    machines.put(machine.mac(), machine);
    if (!machine.wantsItsFallback()) {
      claims.add(machine.wantedName(), machine);
    }
  }

  /** Whoever has its names while it is not among the machines. */
  private void addHolders(Machine machine, Set<MacAddress> holders) {
    holder(machine.wantedName()).ifPresent(holders::add);
    if (!machine.wantsItsFallback()) {
      holder(machine.fallbackName()).ifPresent(holders::add);
    }
  }

  /**
   * Before all others the machine whose hardware address the name spells. That one needs no claim:
   * there may be very many machines, and each has such a name.
   */
  private Optional<MacAddress> holder(ServedName name) {
    return name.name()
        .spelledMac()
        .map(machines::get)
        .filter(machine -> machine.role() == name.role())
        .map(Machine::mac)
        .or(() -> claims.holder(name));
  }

  private void regrant(Set<MacAddress> affected, List<NameChange> changes) {
    for (MacAddress mac : affected) {
      Optional<GrantedName> before = Optional.ofNullable(granted.get(mac));
      Optional<GrantedName> after = Optional.ofNullable(machines.get(mac)).map(this::grant);
      if (!before.equals(after)) {
        after.ifPresentOrElse(now -> granted.put(mac, now), () -> granted.remove(mac));
        changes.add(new NameChange(mac, before, after));
        tell(mac, before, after);
      }
    }
  }

  private GrantedName grant(Machine machine) {
    ServedName name = mayHave(machine) ? machine.wantedName() : machine.fallbackName();
    return new GrantedName(name, machine.address().orElseThrow(), machine.otherAddresses());
  }

  private boolean mayHave(Machine machine) {
    return records.isFree(machine.wantedName())
        && holder(machine.wantedName()).filter(machine.mac()::equals).isPresent();
  }

  private void tell(MacAddress mac, Optional<GrantedName> before, Optional<GrantedName> after) {
    if (after.isEmpty()) {
      before.ifPresent(
          old ->
              log.atDebug()
                  .addKeyValue("mac", mac)
                  .addKeyValue("node", old.name())
                  .log("dns.removed"));
      return;
    }
    GrantedName now = after.get();
    log.atDebug()
        .addKeyValue("mac", mac)
        .addKeyValue("node", now.name())
        .addKeyValue("address", now.address())
        .log("dns.named");
    ServedName wanted = machine(mac).wantedName();
    if (!now.name().equals(wanted)
        && before.filter(old -> old.name().equals(now.name())).isEmpty()) {
      log.atWarn()
          .addKeyValue("mac", mac)
          .addKeyValue("node", wanted)
          .addKeyValue("holder", rival(wanted))
          .addKeyValue("served-as", now.name())
          .addKeyValue("address", now.address())
          .log("dns.name-taken");
    }
  }

  private String rival(ServedName name) {
    return records.isFree(name)
        ? holder(name).map(MacAddress::toString).orElse("nobody")
        : "this server";
  }
}

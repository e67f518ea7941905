package org.comosix.appliance.dns.update;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dns.MachineNames;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.MacAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what each machine should have at one server: its names; where one is somebody else's
 * there, its fallback name too, for as long as that lasts; and for its addresses a PTR record to the
 * first name that it really has. One thread, but for {@link #problem}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4703#section-5.3.3">RFC 4703, sections 5.3.3 and
 *     5.4</a>
 */
final class Claims {

  private static final Logger log = LoggerFactory.getLogger(Claims.class);

  private final UpdateTarget target;
  private final UpdateLedger ledger;
  private final Map<MacAddress, MachineNames> machines = new HashMap<>();

  /** By the name that is somebody else's. Guarded by itself: people read it too. */
  private final Map<DomainName, Substitute> substitutes = new LinkedHashMap<>();

  private record Substitute(MacAddress machine, Optional<DomainName> name) {}

  Claims(UpdateTarget target, UpdateLedger ledger) {
    this.target = target;
    this.ledger = ledger;
  }

  /** These are all machines; whatever else is known to be at the server is to be taken back. */
  void all(Map<MacAddress, MachineNames> now) {
    machines.clear();
    machines.putAll(now);
    Set<DomainName> wanted = new LinkedHashSet<>();
    machines.values().forEach(names -> wanted.addAll(follow(names)));
    for (DomainName known : ledger.names()) {
      if (!wanted.contains(known)) {
        ledger.wish(known, Optional.empty());
      }
    }
    synchronized (substitutes) {
      substitutes.keySet().retainAll(wanted);
    }
    machines.values().forEach(this::noteSubstitutes);
  }

  /** A machine has other names than before, or none any more. */
  void changed(MacAddress machine, Optional<MachineNames> now) {
    Optional<MachineNames> before = Optional.ofNullable(machines.remove(machine));
    now.ifPresent(names -> machines.put(machine, names));
    Set<DomainName> wanted = now.map(this::follow).orElse(Set.of());
    before.ifPresent(
        names -> {
          forgetSubstitutes(names, wanted);
          possible(names).stream()
              .filter(owner -> !wanted.contains(owner))
              .forEach(owner -> forget(owner, machine));
        });
    now.ifPresent(this::noteSubstitutes);
  }

  /** One of a machine's names was decided at the server. */
  void decided(MacAddress machine) {
    Optional.ofNullable(machines.get(machine))
        .ifPresent(
            names -> {
              follow(names);
              noteSubstitutes(names);
            });
  }

  /** Wishes for what follows from how the names stand; returns what is wanted thereby. */
  private Set<DomainName> follow(MachineNames names) {
    names.names().forEach(name -> wish(name, addressOf(names)));
    ClaimPlan plan = new ClaimPlan(names, ledger);
    for (DomainName owner : possible(names)) {
      Optional<SiteRecord> record = Optional.ofNullable(plan.records().get(owner));
      if (record.isEmpty()) {
        forget(owner, names.machine());
      } else if (plan.isHeld(owner)) {
        prepare(owner, record.get());
      } else {
        wish(owner, record.get());
      }
    }
    return plan.records().keySet();
  }

  private static SiteRecord addressOf(MachineNames names) {
    return new SiteRecord.Address(names.address(), names.machine());
  }

  private void wish(DomainName owner, SiteRecord record) {
    if (!isWished(owner, record)) {
      ledger.wish(owner, Optional.of(record));
    }
    ledger.release(owner);
  }

  private void prepare(DomainName owner, SiteRecord record) {
    if (!isWished(owner, record)) {
      ledger.prepare(owner, record);
    }
  }

  private boolean isWished(DomainName owner, SiteRecord record) {
    return ledger.wanted(owner).equals(Optional.of(record));
  }

  /** Only what is this machine's still: another may have been given its name just before. */
  private void forget(DomainName owner, MacAddress machine) {
    if (ledger.wanted(owner).filter(record -> record.machine().equals(machine)).isPresent()) {
      ledger.wish(owner, Optional.empty());
    }
  }

  /** All names at which there may be something of a machine. */
  private static List<DomainName> possible(MachineNames names) {
    List<DomainName> owners = new ArrayList<>(names.names());
    owners.addAll(names.fallbacks());
    names.addresses().stream().map(DomainName::reverseOf).forEach(owners::add);
    return owners;
  }

  private void forgetSubstitutes(MachineNames before, Set<DomainName> wanted) {
    synchronized (substitutes) {
      before.names().stream()
          .filter(name -> !wanted.contains(name))
          .forEach(
              name ->
                  substitutes.computeIfPresent(
                      name, (unused, of) -> of.machine().equals(before.machine()) ? null : of));
    }
  }

  private void noteSubstitutes(MachineNames names) {
    for (DomainName name : names.names()) {
      boolean foreign = ledger.standing(name) == Standing.FOREIGN;
      synchronized (substitutes) {
        if (!foreign) {
          substitutes.remove(name);
        } else {
          Substitute now = new Substitute(names.machine(), names.fallbackOf(name));
          if (!now.equals(substitutes.put(name, now))) {
            tell(name, now);
          }
        }
      }
    }
  }

  private void tell(DomainName name, Substitute substitute) {
    log.atWarn()
        .addKeyValue("server", target)
        .addKeyValue("name", name)
        .addKeyValue("mac", substitute.machine())
        .addKeyValue("instead", substitute.name().map(DomainName::toString).orElse("nothing"))
        .addKeyValue("problem", "the name is somebody else's there")
        .log("dns.update-foreign");
  }

  /** For people: which machine is called how instead. */
  Optional<String> problem() {
    synchronized (substitutes) {
      return substitutes.entrySet().stream()
          .findFirst()
          .map(
              first ->
                  "%s: %s is somebody else's there, %s is called %s instead%s"
                      .formatted(
                          target,
                          first.getKey(),
                          first.getValue().machine(),
                          first.getValue().name().map(DomainName::toString).orElse("nothing"),
                          others(substitutes.size() - 1)));
    }
  }

  private static String others(int more) {
    return more == 0 ? "" : ", and %d more names".formatted(more);
  }
}

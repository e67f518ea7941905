package org.comosix.appliance.dns.update;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dns.MachineNames;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * What one machine should have at a server, as its names stand there. What is open stays as it is:
 * after a restart nothing is taken back that turns out right a moment later.
 */
final class ClaimPlan {

  private final MachineNames names;
  private final UpdateLedger ledger;
  private final Map<DomainName, SiteRecord> records = new LinkedHashMap<>();

  private final Set<DomainName> held = new HashSet<>();

  /** What addresses could lead back to, best first. */
  private final List<Candidate> candidates = new ArrayList<>();

  private record Candidate(DomainName name, Standing standing) {}

  ClaimPlan(MachineNames names, UpdateLedger ledger) {
    this.names = names;
    this.ledger = ledger;
    plan();
  }

  /** By owner. */
  Map<DomainName, SiteRecord> records() {
    return records;
  }

  /** Whether a record may turn out wrong yet, and is not to be sent. */
  boolean isHeld(DomainName owner) {
    return held.contains(owner);
  }

  private void plan() {
    names.names().forEach(this::addName);
    names.addresses().forEach(this::addPointer);
    records.keySet().removeIf(owner -> !ledger.covers(owner));
  }

  private void addName(DomainName name) {
    SiteRecord address = new SiteRecord.Address(names.address(), names.machine());
    records.put(name, address);
    Standing standing = ledger.standing(name);
    candidates.add(new Candidate(name, standing));
    names
        .fallbackOf(name)
        .filter(fallback -> isKept(fallback, standing))
        .ifPresent(
            fallback -> {
              records.put(fallback, address);
              candidates.add(new Candidate(fallback, ledger.standing(fallback)));
            });
  }

  private boolean isKept(DomainName fallback, Standing wanted) {
    return switch (wanted) {
      case FOREIGN -> true;
      case OPEN -> ledger.kept(fallback, names.machine()).isPresent();
      case HELD, REFUSED, ELSEWHERE -> false;
    };
  }

  private void addPointer(Ipv4Address address) {
    DomainName owner = DomainName.reverseOf(address);
    if (isOpen()) {
      records.put(owner, ledger.kept(owner, names.machine()).orElseGet(this::likely));
      held.add(owner);
      return;
    }
    // A name that is refused there may be found elsewhere; a foreign one leads to somebody else.
    first(Standing.HELD)
        .or(() -> first(Standing.ELSEWHERE))
        .or(() -> first(Standing.REFUSED))
        .ifPresent(
            name -> records.put(owner, new SiteRecord.Pointer(name, names.machine())));
  }

  /** Whether a name is not decided yet that would come before all that are held. */
  private boolean isOpen() {
    return candidates.stream()
        .map(Candidate::standing)
        .filter(standing -> standing == Standing.OPEN || standing == Standing.HELD)
        .findFirst()
        .filter(Standing.OPEN::equals)
        .isPresent();
  }

  private SiteRecord likely() {
    return new SiteRecord.Pointer(first(Standing.OPEN).orElseThrow(), names.machine());
  }

  private Optional<DomainName> first(Standing standing) {
    return candidates.stream()
        .filter(candidate -> candidate.standing() == standing)
        .map(Candidate::name)
        .findFirst();
  }
}

package org.comosix.appliance.lease.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/** Lease files are logs: what is said of an address last replaces what was said before. */
final class LeaseLog {

  private record Entry(Optional<ForeignLease> lease, List<Finding> notes) {}

  private final Map<Ipv4Address, Entry> last = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  /** A finding that no later line takes back. */
  void note(Finding finding) {
    findings.add(finding);
  }

  void notUnderstood(Place place, String text) {
    note(Finding.notUnderstood(place, text));
  }

  /** Errors stay, whatever follows; other notes are of this entry alone. */
  void put(Ipv4Address address, Optional<ForeignLease> lease, List<Finding> notes) {
    notes.stream().filter(Finding::isError).forEach(findings::add);
    last.remove(address);
    last.put(address, new Entry(lease, notes.stream().filter(note -> !note.isError()).toList()));
  }

  LeaseFile file() {
    List<Finding> all = new ArrayList<>(findings);
    last.values().forEach(entry -> all.addAll(entry.notes()));
    return new LeaseFile(
        last.values().stream().flatMap(entry -> entry.lease().stream()).toList(), all);
  }
}

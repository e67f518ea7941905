package org.comosix.appliance.dns.update;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.codec.DomainName;

/** One name of a server: what should be there, and what may be. Guarded by its ledger. */
final class Slot {

  final DomainName owner;
  final DomainName zone;

  Optional<SiteRecord> wanted = Optional.empty();
  List<SiteRecord> traces = new ArrayList<>(1);

  /** The one of the traces that was never sent: another wish may take its place. */
  Optional<SiteRecord> unsent = Optional.empty();

  /** The server has confirmed what the traces say. */
  boolean settled = true;

  /** What is wanted is on disk. */
  boolean durable = true;

  /** What is wanted was there once, and replaces nothing now that is not ours. */
  boolean careful;

  /** What is wanted waits until something else is known. */
  boolean held;

  boolean queued;
  boolean inFlight;
  int failures;

  /** The one retry that counts, by nanoTime. */
  long retryAt;

  Slot(DomainName owner, DomainName zone) {
    this.owner = owner;
    this.zone = zone;
  }

  boolean mayBeSent() {
    return durable && !held;
  }

  boolean needsWork() {
    return !settled || !traces.equals(wanted.map(List::of).orElse(List.of()));
  }

  boolean isEmpty() {
    return traces.isEmpty() && wanted.isEmpty() && settled && durable && !inFlight;
  }

  String line() {
    return new SlotLine(owner, settled, traces).text();
  }
}

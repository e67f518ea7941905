package org.comosix.appliance.dns.update;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.comosix.appliance.dns.codec.DomainName;

/**
 * Names to send next, of each zone in its turn: a server works on several zones at a time, but on one
 * zone it does one update after another. Guarded by its ledger.
 */
final class ReadyQueue {

  private final Map<DomainName, Deque<Slot>> zones = new LinkedHashMap<>();

  /** Zones of which something waits, the next first. */
  private final Deque<Deque<Slot>> turns = new ArrayDeque<>();

  private int size;

  void add(Slot slot) {
    Deque<Slot> zone = zones.computeIfAbsent(slot.zone, unused -> new ArrayDeque<>());
    if (zone.isEmpty()) {
      turns.add(zone);
    }
    zone.add(slot);
    size++;
  }

  Slot remove() {
    Deque<Slot> zone = turns.remove();
    Slot slot = zone.remove();
    size--;
    if (!zone.isEmpty()) {
      turns.add(zone);
    }
    return slot;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }
}

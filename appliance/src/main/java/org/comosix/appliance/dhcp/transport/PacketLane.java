package org.comosix.appliance.dhcp.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Waiting packets of one rank, kept apart by where they came from: an interface, or the port of a
 * relay. Each origin is served in turn, and when the lane is full the origin with the most packets
 * loses its oldest, so that a flood on one port costs the others nothing. Not thread-safe.
 *
 * <p>Origins share a fixed number of places. Packets that nobody vouches for have places of their
 * own, apart from those of relays: who forges relay ports cannot fill the places of a plain wire.
 */
final class PacketLane {

  private static final int WIRES = 16;
  private static final int RELAY_PORTS = 240;

  private final int capacity;
  private final List<ArrayDeque<ReceivedPacket>> places = new ArrayList<>();
  private final ArrayDeque<ArrayDeque<ReceivedPacket>> inTurn = new ArrayDeque<>();
  private int size;

  PacketLane(int capacity) {
    this.capacity = capacity;
    for (int i = 0; i < WIRES + RELAY_PORTS; i++) {
      places.add(new ArrayDeque<>(1));
    }
  }

  /**
   * The place of an origin.
   *
   * @param hash of the interface, or of the relay port where there is one; not to be foreseen by
   *     those who choose a relay port
   */
  static int place(long hash, boolean relayPort) {
    return relayPort ? WIRES + Math.floorMod(hash, RELAY_PORTS) : Math.floorMod(hash, WIRES);
  }

  int size() {
    return size;
  }

  /** The packet that was dropped for it, if any. */
  Optional<ReceivedPacket> add(ReceivedPacket packet, int place) {
    Optional<ReceivedPacket> dropped =
        size >= capacity ? Optional.of(removeFrom(longest())) : Optional.empty();
    ArrayDeque<ReceivedPacket> origin = places.get(place);
    if (origin.isEmpty()) {
      inTurn.add(origin);
    }
    origin.add(packet);
    size++;
    return dropped;
  }

  /** The oldest of the origin whose turn it is. Only when there is one. */
  ReceivedPacket take() {
    ArrayDeque<ReceivedPacket> origin = inTurn.remove();
    ReceivedPacket packet = origin.remove();
    size--;
    if (!origin.isEmpty()) {
      inTurn.add(origin);
    }
    return packet;
  }

  private ReceivedPacket removeFrom(ArrayDeque<ReceivedPacket> origin) {
    ReceivedPacket oldest = origin.remove();
    size--;
    if (origin.isEmpty()) {
      inTurn.removeFirstOccurrence(origin);
    }
    return oldest;
  }

  private ArrayDeque<ReceivedPacket> longest() {
    ArrayDeque<ReceivedPacket> longest = inTurn.element();
    for (ArrayDeque<ReceivedPacket> origin : inTurn) {
      if (origin.size() > longest.size()) {
        longest = origin;
      }
    }
    return longest;
  }
}

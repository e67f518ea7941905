package org.comosix.appliance.dhcp.transport;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Between the sockets and the decisions. DHCP thread only. Bounded: when a lane is full its oldest
 * packet makes room, since its client has given up waiting before the newest one's has.
 */
final class PacketQueue {

  private final Map<Rank, PacketLane> lanes = new EnumMap<>(Rank.class);

  PacketQueue() {
    this(Rank::capacity);
  }

  /** With other capacities, for tests. */
  PacketQueue(ToIntFunction<Rank> capacity) {
    for (Rank rank : Rank.values()) {
      lanes.put(rank, new PacketLane(capacity.applyAsInt(rank)));
    }
  }

  /**
   * Lines a packet up.
   *
   * @param place of its origin, see {@link PacketLane#place}
   * @return the packet that was dropped for it, if any
   */
  Optional<ReceivedPacket> add(ReceivedPacket packet, Rank rank, int place) {
    return lane(rank).add(packet, place);
  }

  /** Takes up to {@code most} packets, known clients first. */
  List<ReceivedPacket> take(int most) {
    List<ReceivedPacket> taken = new ArrayList<>(Math.min(most, size()));
    for (Rank rank : Rank.values()) {
      move(lane(rank), taken, taken.size() + rank.share(most));
    }
    for (Rank rank : Rank.values()) {
      move(lane(rank), taken, most);
    }
    return taken;
  }

  boolean isEmpty() {
    return size() == 0;
  }

  private static void move(PacketLane from, List<ReceivedPacket> to, int most) {
    while (to.size() < most && from.size() > 0) {
      to.add(from.take());
    }
  }

  private int size() {
    int size = 0;
    for (PacketLane lane : lanes.values()) {
      size += lane.size();
    }
    return size;
  }

  private PacketLane lane(Rank rank) {
    return Objects.requireNonNull(lanes.get(rank));
  }
}

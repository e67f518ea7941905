package org.comosix.appliance.dhcp.transport;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/**
 * From the event loops to the DHCP thread. Bounded: when a lane is full its oldest packet makes
 * room, since its client has given up waiting before the newest one's has.
 */
final class PacketQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Map<Rank, PacketLane> lanes = new EnumMap<>(Rank.class);
  private boolean closed;
  private boolean waiting;
  private boolean woken;

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
    lock.lock();
    try {
      Optional<ReceivedPacket> dropped = lane(rank).add(packet, place);
      if (waiting) {
        arrived.signal();
      }
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Lets {@link #take} return at once, this time or the next. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for packets and takes up to {@code most} of them, known clients first; none when the time
   * was up, the queue was closed or somebody woke it.
   */
  List<ReceivedPacket> take(int most, long milliseconds) {
    lock.lock();
    try {
      await(milliseconds);
      List<ReceivedPacket> taken = new ArrayList<>(Math.min(most, size()));
      for (Rank rank : Rank.values()) {
        move(lane(rank), taken, taken.size() + rank.share(most));
      }
      for (Rank rank : Rank.values()) {
        move(lane(rank), taken, most);
      }
      return taken;
    } catch (InterruptedException e) {
      // Nobody of ours interrupts this thread: the lease journal would not survive it.
      throw new IllegalStateException("the DHCP thread was interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private void await(long milliseconds) throws InterruptedException {
    long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
    waiting = true;
    while (size() == 0 && !closed && !woken && left > 0) {
      left = arrived.awaitNanos(left);
    }
    waiting = false;
    woken = false;
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

  void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

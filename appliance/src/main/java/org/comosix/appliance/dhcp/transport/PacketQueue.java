package org.comosix.appliance.dhcp.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * From the event loops to the DHCP thread. Bounded: when it is full the oldest packet makes room,
 * since its client has given up waiting before the newest one's has.
 */
final class PacketQueue {

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<ReceivedPacket> packets = new ArrayDeque<>();
  private boolean closed;
  private boolean woken;

  PacketQueue(int capacity) {
    this.capacity = capacity;
  }

  /** False when the oldest one was dropped for it. */
  boolean add(ReceivedPacket packet) {
    lock.lock();
    try {
      boolean full = packets.size() >= capacity;
      if (full) {
        packets.remove();
      }
      packets.add(packet);
      arrived.signal();
      return !full;
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
   * Waits for packets and takes up to {@code most} of them; none when the time was up, the queue
   * was closed or somebody woke it.
   */
  List<ReceivedPacket> take(int most, long milliseconds) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
      while (packets.isEmpty() && !closed && !woken && left > 0) {
        left = arrived.awaitNanos(left);
      }
      woken = false;
      List<ReceivedPacket> taken = new ArrayList<>(Math.min(most, packets.size()));
      while (taken.size() < most && !packets.isEmpty()) {
        taken.add(packets.remove());
      }
      return taken;
    } catch (InterruptedException e) {
      // Nobody of ours interrupts this thread: the lease journal would not survive it.
      throw new IllegalStateException("the DHCP thread was interrupted", e);
    } finally {
      lock.unlock();
    }
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

package org.comosix.appliance.dhcp.transport;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * What others want done on the DHCP thread, which alone may touch the lease book. Done between two
 * batches, in order.
 */
final class LeaseTasks {

  private final Runnable wake;
  private final Queue<Task<?>> waiting = new ArrayDeque<>();
  private boolean closed;

  /**
   * For one thread.
   *
   * @param wake makes that thread come round; any thread
   */
  LeaseTasks(Runnable wake) {
    this.wake = wake;
  }

  private record Task<T>(Supplier<T> work, CompletableFuture<T> result) {
    void run() {
      try {
        result.complete(work.get());
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    }
  }

  /** Any thread. The future fails as the work fails, or when the service has ended. */
  <T> CompletableFuture<T> submit(Supplier<T> work) {
    Task<T> task = new Task<>(work, new CompletableFuture<>());
    synchronized (waiting) {
      if (closed) {
        task.result().completeExceptionally(new RejectedExecutionException("DHCP has stopped"));
        return task.result();
      }
      waiting.add(task);
    }
    wake.run();
    return task.result();
  }

  /** On the DHCP thread. */
  void runAll() {
    while (true) {
      Task<?> task;
      synchronized (waiting) {
        task = waiting.poll();
      }
      if (task == null) {
        return;
      }
      task.run();
    }
  }

  /** Whatever waits still is refused. */
  void close() {
    synchronized (waiting) {
      closed = true;
      waiting.forEach(
          task ->
              task.result()
                  .completeExceptionally(new RejectedExecutionException("DHCP has stopped")));
      waiting.clear();
    }
  }
}

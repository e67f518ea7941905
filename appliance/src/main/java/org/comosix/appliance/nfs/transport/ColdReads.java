package org.comosix.appliance.nfs.transport;

import java.nio.MappedByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.comosix.appliance.nfs.NfsCounters;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.v3.Residency;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings data that is not in memory there, on threads that may wait for the disk, so that an event
 * loop and all its connections need not. Any thread.
 */
final class ColdReads implements Residency, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ColdReads.class);

  private static final int THREADS = 4;
  private static final int MAX_WAITING = 1024;

  private final NfsCounters counters;
  private final Semaphore places = new Semaphore(MAX_WAITING);
  private final ExecutorService disk;

  ColdReads(NfsCounters counters) {
    this.counters = counters;
    AtomicInteger number = new AtomicInteger();
    disk =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "nfs-disk-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Verdict of(MappedByteBuffer data) {
    if (data.isLoaded()) {
      return Verdict.RESIDENT;
    }
    return places.tryAcquire() ? Verdict.COLD : Verdict.OVERLOADED;
  }

  /** Loads data that got {@link Residency.Verdict#COLD}; tells on another thread if it is there. */
  void load(MappedByteBuffer data, Consumer<Boolean> done) {
    counters.count(NfsEvent.COLD_READ);
    try {
      disk.execute(() -> done.accept(load(data)));
    } catch (RejectedExecutionException e) {
      places.release(); // closing
      done.accept(false);
    }
  }

  private boolean load(MappedByteBuffer data) {
    try {
      data.load();
      return true;
    } catch (InternalError e) { // How the JVM tells of an I/O error behind a mapping.
      counters.count(NfsEvent.READ_FAULT);
      log.atError().addKeyValue("bytes", data.remaining()).setCause(e).log("nfs.read.fault");
      return false;
    } finally {
      places.release();
    }
  }

  @Override
  public void close() {
    disk.shutdownNow();
  }
}

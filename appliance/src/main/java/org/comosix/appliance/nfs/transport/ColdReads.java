package org.comosix.appliance.nfs.transport;

import java.nio.MappedByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.v3.Residency;
import org.comosix.appliance.ops.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings data that is not in memory there, on threads that may wait for the disk, so that an event
 * loop and all its connections need not. Any thread.
 */
final class ColdReads implements Residency, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ColdReads.class);

  private final Counters<NfsEvent> counters;
  private final Predicate<MappedByteBuffer> resident;
  private final Semaphore places;
  private final ExecutorService disk;

  /**
   * Shuts {@code disk} down when closed.
   *
   * @param resident whether all of it is in memory; {@link MappedByteBuffer#isLoaded}
   * @param disk threads that may block
   * @param maxWaiting reads that may wait at a time
   */
  ColdReads(
      Counters<NfsEvent> counters,
      Predicate<MappedByteBuffer> resident,
      ExecutorService disk,
      int maxWaiting) {
    this.counters = counters;
    this.resident = resident;
    this.disk = disk;
    this.places = new Semaphore(maxWaiting);
  }

  @Override
  public Verdict of(MappedByteBuffer data) {
    if (resident.test(data)) {
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

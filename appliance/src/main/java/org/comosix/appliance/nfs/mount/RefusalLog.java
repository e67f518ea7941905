package org.comosix.appliance.nfs.mount;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.comosix.appliance.nfs.mount.MountTable.Mount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a refused mount once per client and path in a minute: a node that cannot mount its root
 * tries again every second. Any thread.
 */
final class RefusalLog {

  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MAX_REMEMBERED = 256;

  private final InstantSource clock;
  private final Map<Mount, Instant> logged = new LinkedHashMap<>();

  RefusalLog(InstantSource clock) {
    this.clock = clock;
  }

  void refused(Mount mount, MountStatus status) {
    if (isNew(mount)) {
      log.atWarn()
          .addKeyValue("address", mount.address())
          .addKeyValue("export", printable(mount.path()))
          .addKeyValue("reason", status)
          .log("nfs.mount.refused");
    }
  }

  private synchronized boolean isNew(Mount mount) {
    Instant now = clock.instant();
    Instant before = logged.get(mount);
    if (before != null && before.plus(WINDOW).isAfter(now)) {
      return false;
    }
    logged.remove(mount);
    logged.put(mount, now);
    if (logged.size() > MAX_REMEMBERED) {
      logged.remove(logged.keySet().iterator().next());
    }
    return true;
  }

  /** What a stranger sent must not write lines of its own into the log. */
  static String printable(String path) {
    return path.replaceAll("[^ -~]", "?");
  }
}

package org.comosix.appliance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How long this process has been running, to ten milliseconds. What the Java library tells is a
 * time of day made of the kernel's boot time in whole seconds: up to a second off.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
final class ProcessAge {

  /** Of the times in /proc; the same on every architecture. */
  private static final int TICKS_PER_SECOND = 100;

  private static final int MILLIS_PER_TICK = 1000 / TICKS_PER_SECOND;

  /** Behind the name of the program, which may have blanks in it; starttime is field 22. */
  private static final int START_TIME = 22 - 3;

  private ProcessAge() {}

  /** Zero where there is no /proc. */
  static Duration now() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String uptime = Files.readString(Path.of("/proc/uptime"));
      return between(stat, uptime);
    } catch (IOException e) {
      return Duration.ZERO;
    }
  }

  static Duration between(String stat, String uptime) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long started = Long.parseLong(fields[START_TIME]) * MILLIS_PER_TICK;
    // Two digits after the point, always.
    long up = Long.parseLong(uptime.split(" ", -1)[0].replace(".", "")) * MILLIS_PER_TICK;
    return Duration.ofMillis(up - started);
  }
}

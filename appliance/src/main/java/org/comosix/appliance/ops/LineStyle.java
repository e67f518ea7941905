package org.comosix.appliance.ops;

/** How a log line begins. */
enum LineStyle {
  /** With the time, for a terminal or a file. */
  TIMESTAMP,
  /** With a priority, {@code <3>}; the journal knows the time (sd-daemon(3)). */
  JOURNAL
}

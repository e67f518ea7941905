package org.comosix.appliance.dns;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The serial of our zones: the second after the last change, as Unix time.
 *
 * <p>Within the second of a change the serial is that second, after it one more: however many
 * changes a second brings, what they left gets a serial of its own, and the serial never runs ahead
 * of the clock. So it needs no file to grow across a restart. A clock that steps back does not take
 * it back while we run. Any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1982">RFC 1982</a>
 */
final class ZoneSerial {

  private final AtomicLong shown;
  private volatile long lastChange;

  ZoneSerial(long nowSeconds) {
    lastChange = nowSeconds;
    shown = new AtomicLong(nowSeconds);
  }

  /** Notes a change; calls come one at a time. */
  void changed(long nowSeconds) {
    long highest = shown.get();
    lastChange = nowSeconds >= highest ? nowSeconds : highest + 1;
  }

  /** The serial to show at this moment. */
  long at(long nowSeconds) {
    long change = lastChange;
    long serial = change < nowSeconds ? change + 1 : change;
    long highest = shown.get();
    return highest >= serial ? highest : shown.accumulateAndGet(serial, Math::max);
  }
}

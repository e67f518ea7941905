package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far long steps are: on a terminal one line that is drawn over, elsewhere a line when a
 * step begins and then every ten seconds. One thread.
 */
public final class Progress implements AutoCloseable {

  private static final int BAR = 24;
  private static final int TEXT = 50;
  private static final long SECOND = 1_000_000_000L;
  private static final long REDRAW = SECOND / 10;
  private static final long PLAIN = 10 * SECOND;

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private String step = "";
  private long began;
  private long drawn;
  private boolean lineIsOpen;

  /**
   * Writes to {@code out}.
   *
   * @param terminal whether a line can be drawn over
   * @param nanoTime like {@link System#nanoTime()}
   */
  public Progress(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  /** On standard error, which is where a person looks when the output goes into a pipe. */
  public static Progress onStandardError(PrintWriter err) {
    return new Progress(err, Terminal.standardErrorIsOne(), System::nanoTime);
  }

  /**
   * Of a step that counts bytes.
   *
   * @param total 0 or less where it is not known
   */
  public void bytes(String what, long done, long total) {
    boolean begins = begin(what);
    if (total <= 0) {
      show(begins, -1, what, mebibytes(done));
      return;
    }
    int percent = (int) (100.0 * done / total);
    show(begins, percent, what, mebibytes(done) + " of " + mebibytes(total) + rate(done));
  }

  /** Of a step that counts percent and says at each what it does. */
  public void percent(String what, int percent, String detail) {
    show(begin(what), percent, what, detail);
  }

  /** Ends the step with a line that stays. */
  public void done(String line) {
    clear();
    out.println(line);
    out.flush();
    step = "";
  }

  /** How long the present step has taken, {@code 12.3 s}. */
  public String elapsed() {
    return String.format(Locale.ROOT, "%.1f s", (nanoTime.getAsLong() - began) / 1e9);
  }

  @Override
  public void close() {
    clear();
    out.flush();
  }

  private boolean begin(String what) {
    if (what.equals(step)) {
      return false;
    }
    step = what;
    began = nanoTime.getAsLong();
    return true;
  }

  private void show(boolean begins, int percent, String what, String detail) {
    long now = nanoTime.getAsLong();
    if (!begins && now - drawn < (terminal ? REDRAW : PLAIN)) {
      return;
    }
    drawn = now;
    if (terminal) {
      out.print("\r\033[K  " + bar(percent) + "  " + cut(what + ": " + detail));
      lineIsOpen = true;
    } else if (begins) {
      out.println("  " + what);
    } else {
      out.println("  " + what + ": " + (percent < 0 ? "" : percent + " %, ") + detail);
    }
    out.flush();
  }

  private void clear() {
    if (lineIsOpen) {
      out.print("\r\033[K");
      lineIsOpen = false;
    }
  }

  private static String bar(int percent) {
    if (percent < 0) {
      return "[" + "?".repeat(BAR) + "]      ";
    }
    int filled = Math.min(percent, 100) * BAR / 100;
    return "["
        + "#".repeat(filled)
        + "-".repeat(BAR - filled)
        + "] "
        + String.format(Locale.ROOT, "%3d %%", percent);
  }

  private static String cut(String text) {
    return text.length() <= TEXT ? text : text.substring(0, TEXT);
  }

  private String rate(long done) {
    double seconds = (nanoTime.getAsLong() - began) / 1e9;
    return seconds < 1
        ? ""
        : String.format(Locale.ROOT, ", %.0f MiB/s", done / seconds / (1 << 20));
  }

  static String mebibytes(long bytes) {
    return String.format(
        Locale.ROOT, bytes < 10 << 20 ? "%.1f MiB" : "%.0f MiB", bytes / 1048576.0);
  }
}

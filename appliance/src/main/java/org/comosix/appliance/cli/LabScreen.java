package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.comosix.appliance.demo.Evidence;
import org.comosix.appliance.demo.LabView;

/**
 * Shows a lab as it lives: a line for each step, and on a terminal a last line with a bar that is
 * drawn over.
 */
final class LabScreen implements LabView {

  private static final List<String> STAGES =
      List.of(
          "power on",
          "dhcp",
          "boot-file",
          "script",
          "kernel",
          "initrd",
          "nfs-mount",
          "init",
          "ready");

  /** How far a boot is at each stage, of 100, as software emulation has it. */
  private static final int[] PERCENT = {0, 6, 7, 8, 10, 14, 45, 60, 100};

  private static final int BAR_WIDTH = 24;
  private static final int SEEN_WIDTH = 60;

  private final PrintWriter out;
  private final boolean terminal;

  LabScreen(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void said(String text) {
    line("  " + text);
  }

  void heading(String text) {
    line(bold(text));
  }

  @Override
  public void booted(Duration sincePowerOn, String stage, String detail) {
    line(String.format(Locale.ROOT, "  %5.1f s  %-10s %s", seconds(sincePowerOn), stage, detail));
  }

  @Override
  public void waiting(Duration sincePowerOn, String lastStage) {
    if (!terminal) {
      return;
    }
    int at = Math.max(0, STAGES.indexOf(lastStage));
    int filled = PERCENT[at] * BAR_WIDTH / 100;
    String next = STAGES.get(Math.min(at + 1, STAGES.size() - 1));
    out.printf(
        Locale.ROOT,
        "\r\u001b[K  %5.1f s  [%s%s] waiting for %s",
        seconds(sincePowerOn),
        "#".repeat(filled),
        "-".repeat(BAR_WIDTH - filled),
        next);
    out.flush();
  }

  @Override
  public void proved(Evidence evidence) {
    String verdict = evidence.holds() ? green("ok  ") : red("FAIL");
    line(
        String.format(
            Locale.ROOT, "  %s  %-45s %s", verdict, evidence.claim(), shortened(evidence)));
  }

  /** Mount options run to two hundred characters; a claim that does not hold is shown whole. */
  private static String shortened(Evidence evidence) {
    String seen = evidence.seen();
    return evidence.holds() && seen.length() > SEEN_WIDTH
        ? seen.substring(0, SEEN_WIDTH) + "…"
        : seen;
  }

  private void line(String text) {
    out.println((terminal ? "\r\u001b[K" : "") + text);
    out.flush();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private String bold(String text) {
    return styled("1", text);
  }

  private String green(String text) {
    return styled("32", text);
  }

  private String red(String text) {
    return styled("31", text);
  }

  private String styled(String code, String text) {
    return terminal ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}

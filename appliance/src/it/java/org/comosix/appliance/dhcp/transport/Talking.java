package org.comosix.appliance.dhcp.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process whose lines are waited for. */
final class Talking {

  private static final long MOST_SECONDS = 30;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> said = new ArrayList<>();

  Talking(String... command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread reader = new Thread(this::read);
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // It was killed: the test is over.
      lines.add("(killed)");
    }
  }

  /** The next line that matches; fails with all that was said when there is none in time. */
  String awaits(String regex) throws InterruptedException {
    Pattern pattern = Pattern.compile(regex);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      String line = lines.poll(left, TimeUnit.NANOSECONDS);
      if (line != null) {
        said.add(line);
        if (pattern.matcher(line).find()) {
          return line;
        }
      }
    }
    throw new AssertionError("no line with " + regex + " in:\n" + said());
  }

  /** A line for each, in any order. */
  void awaitsAll(String... regexes) throws InterruptedException {
    List<String> left = new ArrayList<>(List.of(regexes));
    while (!left.isEmpty()) {
      String line = awaits(String.join("|", left));
      left.removeIf(regex -> Pattern.compile(regex).matcher(line).find());
    }
  }

  /** All that was waited for and what came before it. */
  String said() {
    return String.join("\n", said);
  }

  /** Asks it something by a line. */
  void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}

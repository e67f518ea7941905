package org.comosix.appliance.dhcp.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that runs on while the test reads what it says, line by line and each line once. */
final class Session {

  /** Long enough for a client's own delays: dhclient waits ten seconds after a DECLINE. */
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final String ENDED = "-- it ended --";

  private final Process process;
  private final List<String> command;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  Session(List<String> command) throws IOException {
    this.command = command;
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    Thread reader = new Thread(this::read, "session");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line);
        lines.add(line);
      }
    } catch (IOException e) {
      // It was killed.
    }
    lines.add(ENDED);
  }

  /** The next line in which the pattern is found; those before it are passed over. */
  Matcher await(String pattern) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null || line.equals(ENDED)) {
        throw new AssertionError(
            command
                + " did not say "
                + pattern
                + (line == null ? " in time" : "")
                + ":\n"
                + said());
      }
      Matcher matcher = wanted.matcher(line);
      if (matcher.find()) {
        return matcher;
      }
    }
  }

  /**
   * What a {@link ClientScript} was told, once the client calls it with one of these reasons.
   *
   * @param reasons separated by {@code |}
   */
  Map<String, String> awaitTold(String reasons) throws InterruptedException {
    await("^told (" + reasons + ")$");
    Map<String, String> told = new HashMap<>();
    for (Matcher line = await(".*"); !line.group().equals("told."); line = await(".*")) {
      String[] pair = line.group().split("=", 2);
      if (pair.length == 2) {
        told.put(pair[0], pair[1]);
      }
    }
    return told;
  }

  String said() {
    return String.join("\n", said);
  }

  /** Sends a signal by its name, such as {@code USR1}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits until it has ended by itself. */
  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(command + " did not end:\n" + said());
    }
  }

  /** SIGKILL, and gone. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}

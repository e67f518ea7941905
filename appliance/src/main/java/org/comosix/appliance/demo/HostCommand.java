package org.comosix.appliance.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the host, in one of the lab's network namespaces or outside. */
record HostCommand(List<String> words) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static HostCommand of(String... words) {
    return new HostCommand(List.of(words));
  }

  HostCommand inNamespace(String namespace) {
    List<String> wrapped = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    wrapped.addAll(words);
    return new HostCommand(wrapped);
  }

  /** What a finished program left behind. */
  record Result(int status, String output) {
    boolean succeeded() {
      return status == 0;
    }
  }

  /** Runs to the end, at most a minute; output and errors come back as one text. */
  Result run() {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      Thread watchdog = killAfterPatience(process);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      watchdog.interrupt();
      return new Result(status, output.strip());
    } catch (IOException e) {
      throw new LabException("cannot run " + words.get(0) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while running " + this, e);
    }
  }

  private static Thread killAfterPatience(Process process) {
    Thread watchdog =
        new Thread(
            () -> {
              try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "patience");
    watchdog.setDaemon(true);
    watchdog.start();
    return watchdog;
  }

  /**
   * Runs and wants success.
   *
   * @throws LabException the program failed; the message has its words and what it said
   */
  String mustRun() {
    Result result = run();
    if (!result.succeeded()) {
      throw new LabException(
          this + " failed with status " + result.status() + ": " + result.output());
    }
    return result.output();
  }

  /**
   * Starts in a session of its own, so that it outlives a closed terminal; its output goes to a
   * file.
   */
  Process start(Path output) {
    List<String> detached = new ArrayList<>(List.of("setsid"));
    detached.addAll(words);
    try {
      Process process =
          new ProcessBuilder(detached)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
              .start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + words.get(0), e);
    }
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}

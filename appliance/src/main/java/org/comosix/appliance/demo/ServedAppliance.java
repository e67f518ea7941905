package org.comosix.appliance.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The appliance as a process of its own on the lab's server host, started as an admin would start
 * it.
 */
final class ServedAppliance implements AutoCloseable {

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final Process process;

  private ServedAppliance(Process process) {
    this.process = process;
  }

  static ServedAppliance start(LabNetwork network, LabFiles files) {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xss512k",
            "-Xmx192m",
            "-cp",
            System.getProperty("java.class.path"),
            "org.comosix.appliance.Main",
            "serve",
            "--config",
            files.configuration().toString());
    return new ServedAppliance(
        new HostCommand(words).inNamespace(network.serverNamespace()).start(files.applianceLog()));
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** SIGKILL: as in a power cut, but for the page cache. */
  void crash() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM, and SIGKILL where that does not help. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

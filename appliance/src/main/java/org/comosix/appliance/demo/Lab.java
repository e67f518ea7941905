package org.comosix.appliance.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * A lab with the appliance in it and one PC: made, booted, looked at, removed. Needs root, and the
 * packages that {@code ./comosix demo} installs. One thread.
 */
public final class Lab implements AutoCloseable {

  private static final Duration READY_PATIENCE = Duration.ofSeconds(20);

  /** On a machine that does nothing else a boot takes about a minute. */
  public static final Duration BOOT_PATIENCE = Duration.ofMinutes(5);

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
  private static final int LINES_SHOWN = 15;

  private final LabView view;
  private final LabNetwork network;
  private final LabFiles files;
  private Optional<ServedAppliance> appliance = Optional.empty();
  private Optional<VirtualPc> pc = Optional.empty();
  private Optional<Ipv4Address> leased = Optional.empty();

  /**
   * Makes nothing yet.
   *
   * @param prefix of everything that the lab makes on this machine
   * @throws LabException there is such a lab already
   */
  public Lab(String prefix, LabView view) {
    this.view = view;
    network = new LabNetwork(prefix);
    if (network.exists()) {
      throw new LabException("a lab is already there; remove it with: sudo ./comosix demo --clean");
    }
    files = LabFiles.create(prefix);
  }

  /** Removes a lab that was kept, or that a killed run left behind. */
  public static void clean(String prefix) {
    new LabNetwork(prefix).close();
    LabFiles.ofEarlierLabs(prefix).forEach(LabFiles::delete);
  }

  /**
   * Makes the network and starts the appliance.
   *
   * @param state the appliance's state directory, in which {@code image} is published
   * @throws LabException it did not come up; the message has its last lines
   */
  public void serve(Path state, String image) {
    network.create();
    NodeShell.createKey(files.key());
    files.writeConfiguration(state, image);
    startAppliance();
  }

  private void startAppliance() {
    LogFollower log = new LogFollower(files.applianceLog());
    log.newLines();
    long start = System.nanoTime();
    ServedAppliance served = ServedAppliance.start(network, files);
    appliance = Optional.of(served);
    while (since(start).compareTo(READY_PATIENCE) < 0 && served.isRunning()) {
      for (String line : log.newLines()) {
        Optional<LogLine> fact = LogLine.parse(line);
        if (fact.isPresent() && fact.get().event().equals("server.ready")) {
          view.said(
              "appliance ready after " + since(start).toMillis() + " ms on " + LabNetwork.SERVER);
          return;
        }
      }
      pause();
    }
    throw new LabException("the appliance did not come up:\n" + lastLines(files.applianceLog()));
  }

  /**
   * Powers the PC on and follows its boot to the end.
   *
   * @return from power-on to ready
   * @throws LabException it did not become ready; the message says which step it reached
   */
  public Duration boot(Duration patience) {
    LogFollower log = new LogFollower(files.applianceLog());
    log.newLines();
    VirtualPc powered = VirtualPc.powerOn(network, files.console(), files.qemuMessages());
    pc = Optional.of(powered);
    long start = System.nanoTime();
    String stage = "power on";
    view.booted(Duration.ZERO, stage, VirtualPc.describe());
    while (since(start).compareTo(patience) < 0 && powered.isRunning()) {
      for (LogLine fact :
          log.newLines().stream().flatMap(line -> LogLine.parse(line).stream()).toList()) {
        noteLease(fact);
        if (fact.event().equals("boot.stage")) {
          stage = fact.value("stage");
          view.booted(since(start), stage, fact.value("detail"));
          if (stage.equals("ready")) {
            return since(start);
          }
        }
      }
      view.waiting(since(start), stage);
      pause();
    }
    throw new LabException(
        "the node did not become ready; the last step seen was: "
            + stage
            + "\nIts console ends with:\n"
            + lastLines(files.console())
            + "\nThe appliance's log ends with:\n"
            + lastLines(files.applianceLog()));
  }

  /** SIGKILL at a moment of its own, and a start over what is on the disk. The node is not told. */
  public void crashAndRestartAppliance() {
    appliance.ifPresent(ServedAppliance::crash);
    startAppliance();
  }

  /**
   * Loses every reply that a service of the server host sends.
   *
   * @param protocol {@code udp} or {@code tcp}
   */
  public void breakService(String protocol, int port) {
    network.loseReplies(protocol, port);
  }

  /**
   * Loses every broadcast on its way to the server: what a machine without address asks of DHCP.
   * Its answers may be unicast.
   */
  public void breakBroadcasts() {
    network.loseBroadcasts();
  }

  private void noteLease(LogLine fact) {
    if (fact.event().equals("dhcp.ack") && fact.value("mac").equals(VirtualPc.MAC.toString())) {
      leased = Optional.of(Ipv4Address.parse(fact.value("address")));
    }
  }

  /** Looks into every claim, on the node and on the network. */
  public List<Evidence> prove() {
    Ipv4Address address =
        leased.orElseThrow(() -> new LabException("no lease was seen in the appliance's log"));
    List<Evidence> evidence =
        new Proof(network, new NodeShell(network, files.key(), address), address).gather();
    evidence.forEach(view::proved);
    return evidence;
  }

  /** How a person logs in to the node of a lab that is kept, and how the lab ends. */
  public String keepAdvice() {
    Ipv4Address address = leased.orElse(Ipv4Address.ANY);
    return """
        The lab stays. Log in to the node:
          sudo %s
        Ask its server's DNS:
          sudo ip netns exec %s dig @%s %s
        Configuration, logs and the node's console are in %s
        Remove the lab:
          sudo ./comosix demo --clean"""
        .formatted(
            String.join(" ", new NodeShell(network, files.key(), address).login()),
            network.switchNamespace(),
            LabNetwork.SERVER,
            LabFiles.PREFIXED_NAME,
            files.directory());
  }

  /** Powers off, stops, removes everything that was made. */
  @Override
  public void close() {
    pc.ifPresent(VirtualPc::close);
    appliance.ifPresent(ServedAppliance::close);
    network.close();
    files.delete();
  }

  private static String lastLines(Path file) {
    LogFollower follower = new LogFollower(file);
    Deque<String> last = new ArrayDeque<>();
    for (List<String> lines = follower.newLines(); !lines.isEmpty(); lines = follower.newLines()) {
      last.addAll(lines);
      while (last.size() > LINES_SHOWN) {
        last.removeFirst();
      }
    }
    return String.join("\n", last);
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void pause() {
    LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
  }
}

package org.comosix.appliance.dhcp.transport.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.transport.ethernet.EthernetFrame;
import org.comosix.appliance.transport.ethernet.EthernetLink;
import org.comosix.appliance.transport.ethernet.LinkUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our interfaces as Ethernet links, where that is possible. A thread opens them beside the start of
 * the server, since loading libpcap takes longer than all else that DHCP does then, and opens anew
 * what was down for a while.
 */
final class WireLinks implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger("org.comosix.appliance.dhcp");

  private static final long LOOK_AGAIN_SECONDS = 2;
  private static final long CLOSE_MILLISECONDS = 2000;

  private final int serverPort;
  private final ThreadFactory threads;
  private final Map<ServedInterface, EthernetLink> links = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private Optional<Thread> keeper = Optional.empty();

  WireLinks(int serverPort, ThreadFactory threads) {
    this.serverPort = serverPort;
    this.threads = threads;
  }

  /**
   * Returns at once.
   *
   * @param heard called from a thread of each link
   */
  void open(List<ServedInterface> interfaces, BiConsumer<ServedInterface, EthernetFrame> heard) {
    Thread thread = threads.newThread(() -> keep(interfaces, heard));
    keeper = Optional.of(thread);
    thread.start();
  }

  private void keep(
      List<ServedInterface> interfaces, BiConsumer<ServedInterface, EthernetFrame> heard) {
    List<ServedInterface> kept = new ArrayList<>(interfaces);
    kept.removeIf(served -> !open(served, heard, true));
    try {
      while (!kept.isEmpty() && !closing.await(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS)) {
        for (ServedInterface served : kept) {
          if (on(served).isEmpty()) {
            Optional.ofNullable(links.remove(served)).ifPresent(EthernetLink::close);
            open(served, heard, false);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when it is of no use to try again. */
  private boolean open(
      ServedInterface served, BiConsumer<ServedInterface, EthernetFrame> heard, boolean first) {
    try {
      EthernetLink link =
          EthernetLink.open(
              served.name(),
              // The first byte of a server's message is BOOTREPLY.
              "arp or (udp src port " + serverPort + " and udp[8] = 2)",
              bytes -> EthernetFrame.of(bytes).ifPresent(frame -> heard.accept(served, frame)),
              threads);
      links.put(served, link);
      log.atInfo()
          .addKeyValue("interface", served.name())
          .addKeyValue("new-clients", "unicast")
          .addKeyValue("probes", "arp")
          .log("dhcp.link");
      return true;
    } catch (LinkUnavailableException e) {
      (first ? log.atInfo() : log.atDebug())
          .addKeyValue("interface", served.name())
          .addKeyValue("new-clients", "broadcast")
          .addKeyValue("probes", "kernel")
          .addKeyValue("reason", e.getMessage())
          .log("dhcp.link");
      return e.isPassing();
    }
  }

  Optional<EthernetLink> on(ServedInterface served) {
    return Optional.ofNullable(links.get(served)).filter(EthernetLink::isHearing);
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      if (keeper.isPresent()) {
        keeper.get().join(CLOSE_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    links.values().forEach(EthernetLink::close);
    links.clear();
  }
}

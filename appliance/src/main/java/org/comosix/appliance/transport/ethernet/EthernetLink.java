package org.comosix.appliance.transport.ethernet;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.comosix.appliance.domain.MacAddress;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.packet.namednumber.DataLinkType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames on one Ethernet interface, through libpcap.
 *
 * <p>Two threads of its own: one hears, one sends. A card that does not take frames, such as one
 * whose cable is out, keeps the sender waiting and nobody else; the queue before it is bounded.
 */
public final class EthernetLink implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EthernetLink.class);

  private static final int WHOLE_FRAME = 1514;
  private static final int BUFFER_BYTES = 256 * 1024;
  private static final int MOST_WAITING = 1024;
  private static final int LOOK_UP_MILLISECONDS = 500;
  private static final byte[] NO_MORE = {};

  private final PcapHandle handle;
  private final MacAddress address;
  private final int mtu;
  private final Consumer<byte[]> heard;
  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread hearer;
  private final Thread sender;
  private volatile boolean closing;

  private EthernetLink(
      PcapHandle handle,
      MacAddress address,
      int mtu,
      Consumer<byte[]> heard,
      ThreadFactory threads) {
    this.handle = handle;
    this.address = address;
    this.mtu = mtu;
    this.heard = heard;
    hearer = threads.newThread(this::hear);
    sender = threads.newThread(this::sendWhatWaits);
  }

  /**
   * Opens an interface. Takes some 200 ms the first time in a process, for loading the library.
   *
   * @param filter what to hear, as tcpdump takes it; our own frames are not heard
   * @param heard called with each frame on a thread of the link
   * @throws LinkUnavailableException no libpcap, no right to use it, or no Ethernet
   */
  public static EthernetLink open(
      String networkInterface, String filter, Consumer<byte[]> heard, ThreadFactory threads)
      throws LinkUnavailableException {
    try {
      NetworkInterface card = NetworkInterface.getByName(networkInterface);
      byte[] octets = card == null || card.isLoopback() ? null : card.getHardwareAddress();
      if (card == null || octets == null || octets.length != MacAddress.LENGTH) {
        throw new LinkUnavailableException("not Ethernet");
      }
      MacAddress address = MacAddress.of(octets);
      PcapHandle handle = open(networkInterface, "(" + filter + ") and not ether src " + address);
      EthernetLink link = new EthernetLink(handle, address, card.getMTU(), heard, threads);
      link.hearer.start();
      link.sender.start();
      return link;
    } catch (SocketException | PcapNativeException | NotOpenException e) {
      throw new LinkUnavailableException(String.valueOf(e.getMessage()), e, true);
    } catch (LinkageError e) {
      // JNA cannot load libpcap, or cannot unpack itself.
      throw new LinkUnavailableException("libpcap cannot be loaded", e);
    }
  }

  private static PcapHandle open(String networkInterface, String filter)
      throws PcapNativeException, NotOpenException, LinkUnavailableException {
    PcapHandle handle =
        new PcapHandle.Builder(networkInterface)
            .snaplen(WHOLE_FRAME)
            .bufferSize(BUFFER_BYTES)
            .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
            .timeoutMillis(LOOK_UP_MILLISECONDS)
            .immediateMode(true)
            .build();
    if (!handle.getDlt().equals(DataLinkType.EN10MB)) {
      handle.close();
      throw new LinkUnavailableException("not Ethernet");
    }
    handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
    return handle;
  }

  /** Of our card. */
  public MacAddress address() {
    return address;
  }

  /** The longest IP packet that fits into a frame, bytes. */
  public int mtu() {
    return mtu;
  }

  /** Not any more once the interface went down, even if it came up again: open it anew. */
  public boolean isHearing() {
    return hearer.isAlive();
  }

  /** Never waits; false when too many wait already, and this one is dropped. */
  public boolean send(byte[] frame) {
    return waiting.offer(frame);
  }

  private void sendWhatWaits() {
    try {
      for (byte[] frame = waiting.take(); frame != NO_MORE; frame = waiting.take()) {
        sendNow(frame);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendNow(byte[] frame) {
    try {
      handle.sendPacket(frame);
    } catch (PcapNativeException | NotOpenException e) {
      log.atDebug().addKeyValue("reason", e.getMessage()).log("ethernet.send-failed");
    }
  }

  private void hear() {
    while (!closing) {
      try {
        handle.dispatch(-1, this::tell);
      } catch (InterruptedException e) {
        // What pcap4j makes of breakLoop(), see close().
        return;
      } catch (PcapNativeException | NotOpenException e) {
        // The interface went down or away; whoever opened it sees that it hears no more.
        log.atDebug().addKeyValue("reason", e.getMessage()).log("ethernet.hears-no-more");
        return;
      }
    }
  }

  private void tell(byte[] frame) {
    try {
      heard.accept(frame);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("ethernet.internal-error");
    }
  }

  /** Sends what waits, as far as the card takes it. */
  @Override
  public void close() {
    closing = true;
    try {
      handle.breakLoop();
      boolean told =
          waiting.offer(NO_MORE, LOOK_UP_MILLISECONDS, java.util.concurrent.TimeUnit.MILLISECONDS);
      hearer.join(2L * LOOK_UP_MILLISECONDS);
      sender.join(told ? LOOK_UP_MILLISECONDS : 1);
    } catch (NotOpenException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // A thread that is still inside the library would wake up in freed memory.
    if (!hearer.isAlive() && !sender.isAlive()) {
      handle.close();
    }
  }
}

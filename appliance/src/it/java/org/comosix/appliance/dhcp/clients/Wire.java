package org.comosix.appliance.dhcp.clients;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.domain.Ipv4Address;

/** What tcpdump sees of DHCP on one card, in order. */
final class Wire implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int PCAP_HEADER = 24;
  private static final int ETHERNET_HEADER = 14;
  private static final int UDP_HEADER = 8;

  private final Process tcpdump;
  private final BlockingQueue<Sighting> arrived = new LinkedBlockingQueue<>();
  private final List<Sighting> seen = new ArrayList<>();

  private Wire(Process tcpdump) {
    this.tcpdump = tcpdump;
  }

  /** Listens from now on. */
  static Wire tap(Machine machine, String card) throws IOException {
    Process tcpdump =
        machine.startRaw(
            "tcpdump", "--immediate-mode", "-U", "-n", "-i", card, "-w", "-", "udp port 67");
    Wire wire = new Wire(tcpdump);
    DataInputStream pcap = new DataInputStream(tcpdump.getInputStream());
    // The header comes when it listens.
    pcap.readNBytes(PCAP_HEADER);
    Thread reader = new Thread(() -> wire.read(pcap), "wire");
    reader.setDaemon(true);
    reader.start();
    return wire;
  }

  private void read(DataInputStream pcap) {
    try {
      while (true) {
        pcap.skipNBytes(Long.BYTES);
        int length = Integer.reverseBytes(pcap.readInt());
        pcap.skipNBytes(Integer.BYTES);
        arrived.add(sighting(pcap.readNBytes(length)));
      }
    } catch (IOException e) {
      // tcpdump has ended.
    }
  }

  private static Sighting sighting(byte[] frame) {
    int ip = ETHERNET_HEADER;
    int udp = ip + (frame[ip] & 0xF) * Integer.BYTES;
    int end = udp + (frame[udp + 4] & 0xFF) * 256 + (frame[udp + 5] & 0xFF);
    return new Sighting(
        address(frame, ip + 12),
        address(frame, ip + 16),
        DhcpCodec.decode(Arrays.copyOfRange(frame, udp + UDP_HEADER, end)));
  }

  private static Ipv4Address address(byte[] frame, int offset) {
    return Ipv4Address.parse(
        "%d.%d.%d.%d"
            .formatted(
                frame[offset] & 0xFF,
                frame[offset + 1] & 0xFF,
                frame[offset + 2] & 0xFF,
                frame[offset + 3] & 0xFF));
  }

  /** The next message of this type. */
  Sighting await(MessageType type) throws InterruptedException {
    return await(sighting -> sighting.is(type));
  }

  /** The next message that is wanted; those before it are passed over. */
  Sighting await(Predicate<Sighting> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Sighting next = arrived.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("not seen on the wire, but:\n" + seen);
      }
      seen.add(next);
      if (wanted.test(next)) {
        return next;
      }
    }
  }

  /** All that {@code await} went by, in order. */
  List<Sighting> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    tcpdump.destroy();
    try {
      tcpdump.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}

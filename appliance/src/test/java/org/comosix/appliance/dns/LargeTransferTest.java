package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.comosix.appliance.domain.LeaseEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Type;

/** A copy of many machines, while others ask. One event loop does both. */
@Timeout(120)
class LargeTransferTest {

  private static final int MACHINES = 50_000;

  /** SOA twice, NS, the addresses of {@code ns} and {@code comosix}, and two of each machine. */
  private static final int RECORDS = 5 + 2 * MACHINES;

  private final DnsLab lab = new DnsLab(DnsLab.zone("10.0.0.0/8"), SignedTransfer.ACCESS);

  /** By the clock that only goes forward. */
  private record Copy(long firstMessage, long lastMessage) {}

  @AfterEach
  void close() {
    lab.close();
  }

  private void bindMany() {
    List<LeaseEvent> events = new ArrayList<>();
    for (int i = 1; i <= MACHINES; i++) {
      String address = "10.%d.%d.%d".formatted(1 + i / 62_500, i / 250 % 250, 1 + i % 250);
      String mac = "52:54:00:%02x:%02x:%02x".formatted(i >> 16, i >> 8 & 0xff, i & 0xff);
      events.add(new LeaseEvent(LeaseEvent.Kind.BOUND, lab.lease(address, mac, "pc" + i)));
    }
    lab.service.changed(events);
    lab.pass(Duration.ofSeconds(2));
  }

  private Copy copy() throws IOException {
    byte[] wire = SignedTransfer.query("lab.example", lab.now());
    try (Socket socket = new Socket()) {
      socket.connect(lab.service.tcpAddresses().get(0));
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(wire.length);
      out.write(wire);
      out.flush();
      return read(new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 18)));
    }
  }

  private static Copy read(DataInputStream in) throws IOException {
    long first = 0;
    int records = 0;
    while (records < RECORDS) {
      byte[] message = in.readNBytes(in.readUnsignedShort());
      first = records == 0 ? System.nanoTime() : first;
      records += (message[6] & 0xff) << 8 | (message[7] & 0xff);
    }
    assertThat(records).isEqualTo(RECORDS);
    return new Copy(first, System.nanoTime());
  }

  @Test
  void queriesAreAnsweredWhileItIsUnderWay() throws Exception {
    bindMany();
    lab.service.start();
    CompletableFuture<Copy> copying =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return copy();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    List<Long> answered = new ArrayList<>();
    byte[] query = DnsLab.query("om_pc7.lab.example", Type.A).toWire();
    try (DatagramSocket client = new DatagramSocket()) {
      client.connect(lab.service.udpAddresses().get(0));
      while (!copying.isDone()) {
        client.send(new DatagramPacket(query, query.length));
        client.receive(new DatagramPacket(new byte[512], 512));
        answered.add(System.nanoTime());
      }
    }
    Copy copy = copying.get();

    assertThat(longestSilence(answered, copy))
        .isLessThan((copy.lastMessage() - copy.firstMessage()) / 2);
  }

  /** Nanoseconds without an answer between the first message of the copy and its last. */
  private static long longestSilence(List<Long> answered, Copy copy) {
    long longest = 0;
    long before = copy.firstMessage();
    for (long at : answered) {
      if (at - before > 0 && copy.lastMessage() - at > 0) {
        longest = Math.max(longest, at - before);
        before = at;
      }
    }
    return Math.max(longest, copy.lastMessage() - before);
  }
}

package org.comosix.appliance.dns.forward.transport;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** A server on loopback, by UDP and TCP on one port, that sends what a test tells it to. */
final class FakeUpstream implements AutoCloseable {

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final List<Thread> threads;
  final List<Message> queries = new CopyOnWriteArrayList<>();
  final Set<Integer> ports = ConcurrentHashMap.newKeySet();
  final List<String> transports = new CopyOnWriteArrayList<>();
  private volatile int lastPort;
  volatile Function<Message, List<byte[]>> byUdp = query -> List.of(answer(query).toWire());
  volatile Function<Message, List<byte[]>> byTcp = query -> List.of(answer(query).toWire());

  FakeUpstream() throws IOException {
    Pair pair = Pair.open();
    tcp = pair.tcp();
    udp = pair.udp();
    threads = List.of(start(this::serveUdp), start(this::serveTcp));
  }

  /** Both on one port. */
  private record Pair(DatagramSocket udp, ServerSocket tcp) {

    static Pair open() throws IOException {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      while (true) {
        ServerSocket tcp = new ServerSocket(0, 50, loopback);
        try {
          return new Pair(new DatagramSocket(tcp.getLocalPort(), loopback), tcp);
        } catch (BindException e) {
          tcp.close(); // Somebody has that port for UDP: another one.
        }
      }
    }
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work, "fake-upstream");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), udp.getLocalPort());
  }

  /** 192.0.2.1 with a TTL of 300 s to everything. */
  static Message answer(Message query) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    answer.addRecord(a(query, "192.0.2.1"), Section.ANSWER);
    return answer;
  }

  static ARecord a(Message query, String address) {
    try {
      return new ARecord(
          query.getQuestion().getName(), DClass.IN, 300, InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] failure(Message query, int rcode) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setRcode(rcode);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    return answer.toWire();
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        ports.add(packet.getPort());
        lastPort = packet.getPort();
        note(query, "udp");
        for (byte[] answer : byUdp.apply(query)) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      return; // Closed.
    }
  }

  /** Where the last query came from. */
  int lastPort() {
    return lastPort;
  }

  void sendTo(int port, byte[] message) {
    try {
      udp.send(new DatagramPacket(message, message.length, InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        try (Socket client = tcp.accept()) {
          DataInputStream in = new DataInputStream(client.getInputStream());
          Message query = new Message(in.readNBytes(in.readUnsignedShort()));
          note(query, "tcp");
          DataOutputStream out = new DataOutputStream(client.getOutputStream());
          for (byte[] answer : byTcp.apply(query)) {
            out.writeShort(answer.length);
            out.write(answer);
          }
        }
      }
    } catch (IOException e) {
      return; // Closed.
    }
  }

  private void note(Message query, String transport) {
    transports.add(transport);
    queries.add(query);
  }

  /** The system closes a socket when nobody waits for it any more: until then packets get lost. */
  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
    for (Thread thread : threads) {
      try {
        thread.join(1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

package org.comosix.appliance.dns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.comosix.appliance.dns.DnsCounters;
import org.comosix.appliance.dns.DnsResponder;
import org.comosix.appliance.dns.DnsService;
import org.comosix.appliance.dns.DropReason;
import org.comosix.appliance.dns.Recursion;
import org.comosix.appliance.dns.ZoneDefinition;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What TCP clients may not do. */
@Timeout(30)
class DnsEndpointTest {

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");
  private static final int ANSWER_WITHIN_MILLIS = 10_000;
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final NettyRuntime runtime = new NettyRuntime(1);
  private final DnsCounters counters = new DnsCounters();
  private final DnsService zone =
      new DnsService(
          runtime,
          List.of(LOOPBACK),
          0,
          new ZoneDefinition(
              DomainName.parse("lab.example"),
              new NodeLabels("om_", "om-"),
              List.of(),
              List.of(LOOPBACK),
              Duration.ofMinutes(1)),
          new ConfiguredNodes(List.of()),
          InstantSource.system());

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void oneClientGetsItsShareOfConnectionsAndOneBackForEachItCloses() throws IOException {
    try (DnsEndpoint endpoint = open(new ConnectionLimits(10, 2, LONG))) {
      try (Socket first = connect(endpoint);
          Socket second = connect(endpoint);
          Socket third = connect(endpoint)) {
        assertThat(answers(first)).isTrue();
        assertThat(answers(second)).isTrue();
        assertThat(answers(third)).isFalse();
        assertThat(count(DropReason.TOO_MANY_CONNECTIONS_OF_ONE_CLIENT)).isEqualTo(1);
      }
      assertThat(answersInTheEnd(endpoint)).isTrue();
    }
  }

  @Test
  void allClientsTogetherHaveABound() throws IOException {
    try (DnsEndpoint endpoint = open(new ConnectionLimits(1, 10, LONG));
        Socket first = connect(endpoint);
        Socket second = connect(endpoint)) {
      assertThat(answers(first)).isTrue();
      assertThat(answers(second)).isFalse();
      assertThat(count(DropReason.TOO_MANY_CONNECTIONS)).isEqualTo(1);
    }
  }

  @Test
  void aSilentConnectionIsClosed() throws IOException {
    try (DnsEndpoint endpoint = open(new ConnectionLimits(10, 10, SHORT));
        Socket client = connect(endpoint)) {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(count(DropReason.IDLE_CONNECTION)).isEqualTo(1);
    }
  }

  @Test
  void octetsThatNeverBecomeAQueryDoNotKeepAConnectionOpen() throws IOException {
    try (DnsEndpoint endpoint = open(new ConnectionLimits(10, 10, SHORT));
        Socket client = connect(endpoint)) {
      client.setSoTimeout(10);
      OutputStream out = client.getOutputStream();
      out.write(0x7f); // A length of over 32 512 octets, of which we send one every 10 ms.
      while (!closed(client)) {
        out.write(0);
      }
      assertThat(count(DropReason.IDLE_CONNECTION)).isEqualTo(1);
    }
  }

  @Test
  void aClientThatTakesNoAnswersFillsNoMemory() throws IOException {
    try (DnsEndpoint endpoint = open(new ConnectionLimits(10, 10, Duration.ofSeconds(1)));
        Socket client = connect(endpoint)) {
      byte[] queries = repeated(framed(), 1000);
      OutputStream out = client.getOutputStream();
      // Far more than all socket buffers hold: the server must stop reading, then hang up.
      long sent = 0;
      while (sent < 1L << 30 && sends(out, queries)) {
        sent += queries.length;
      }
      assertThat(sent).isLessThan(1L << 30);
      assertThat(count(DropReason.IDLE_CONNECTION)).isEqualTo(1);
    }
  }

  private static boolean sends(OutputStream out, byte[] query) {
    try {
      out.write(query);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean closed(Socket client) throws IOException {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private DnsEndpoint open(ConnectionLimits limits) {
    DnsResponder responder = zone.responder();
    return DnsEndpoint.open(
        runtime, List.of(LOOPBACK), 0, () -> responder, Recursion.NONE, counters, limits);
  }

  private static Socket connect(DnsEndpoint endpoint) throws IOException {
    InetSocketAddress server = endpoint.tcpAddresses().get(0);
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    client.setSoTimeout(ANSWER_WITHIN_MILLIS);
    return client;
  }

  /** The server hears of a closed connection when it does: asks until it has. */
  private static boolean answersInTheEnd(DnsEndpoint endpoint) throws IOException {
    while (true) {
      try (Socket client = connect(endpoint)) {
        if (answers(client)) {
          return true;
        }
      }
    }
  }

  private static boolean answers(Socket client) throws IOException {
    try {
      client.getOutputStream().write(framed());
      DataInputStream in = new DataInputStream(client.getInputStream());
      int length = in.read() << 8 | in.read();
      return length > 0 && in.readNBytes(length).length == length;
    } catch (SocketException e) {
      return false;
    }
  }

  private static byte[] framed() throws IOException {
    Name name = Name.fromString("comosix.lab.example.");
    byte[] query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)).toWire();
    byte[] framed = new byte[2 + query.length];
    framed[1] = (byte) query.length;
    System.arraycopy(query, 0, framed, 2, query.length);
    return framed;
  }

  private static byte[] repeated(byte[] query, int times) {
    byte[] queries = new byte[query.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(query, 0, queries, i * query.length, query.length);
    }
    return queries;
  }

  private long count(DropReason reason) {
    return counters.snapshot().getOrDefault("dropped." + reason, -1L);
  }
}

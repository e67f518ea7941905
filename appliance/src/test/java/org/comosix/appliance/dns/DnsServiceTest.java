package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.transport.ListenException;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** The service over real sockets on loopback. */
@Timeout(30)
class DnsServiceTest {

  private static final int ANSWER_WITHIN_MILLIS = 10_000;

  private final DnsLab lab = DnsLab.lab();

  @BeforeEach
  void start() {
    lab.service.start();
    lab.binds("10.77.0.50", "52:54:00:00:00:01", "pc1");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void answersOverUdp() throws IOException {
    try (DatagramSocket client = client()) {
      client.send(datagram(DnsLab.query("om_pc1.lab.example", Type.A).toWire()));

      assertThat(DnsLab.summary(receive(client)))
          .isEqualTo("NOERROR | ANSWER om_pc1.lab.example. A 10.77.0.50");
    }
  }

  @Test
  void survivesWhatIsNoQueryOverUdp() throws IOException {
    try (DatagramSocket client = client()) {
      client.send(datagram(new byte[0]));
      client.send(datagram(new byte[] {1, 2, 3}));
      client.send(datagram(new byte[5000]));
      Message query = DnsLab.query("om_pc1.lab.example", Type.A);
      client.send(datagram(query.toWire()));

      Message reply = receive(client);
      while (reply.getHeader().getID() != query.getHeader().getID()) {
        reply = receive(client);
      }
      assertThat(reply.getRcode()).isZero();
      assertThat(lab.service.counters()).containsEntry("dropped.SHORTER_THAN_A_HEADER", 2L);
    }
  }

  @Test
  void answersSeveralQueriesOfOneConnectionInTheirOrder() throws IOException {
    List<Message> queries = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      queries.add(DnsLab.query(i % 2 == 0 ? "om_pc1.lab.example" : "no.lab.example", Type.A));
    }
    try (Socket client = connect()) {
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      for (Message query : queries) {
        out.writeShort(query.toWire().length);
        out.write(query.toWire());
      }
      for (Message query : queries) {
        assertThat(receive(client).getHeader().getID()).isEqualTo(query.getHeader().getID());
      }
    }
  }

  @Test
  void aQueryMayArriveOctetByOctet() throws IOException {
    byte[] query = DnsLab.query("om_pc1.lab.example", Type.A).toWire();
    try (Socket client = connect()) {
      client.getOutputStream().write(new byte[] {0});
      client.getOutputStream().write(new byte[] {(byte) query.length});
      for (byte octet : query) {
        client.getOutputStream().write(new byte[] {octet});
      }
      assertThat(receive(client).getRcode()).isZero();
    }
  }

  @Test
  void aConnectionThatSendsNoQueryIsClosed() throws IOException {
    try (Socket client = connect()) {
      client.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void saysWhatItCouldNotBind() {
    int taken = lab.service.tcpAddresses().get(0).getPort();
    try (NettyRuntime runtime = new NettyRuntime(1);
        DnsService second =
            new DnsService(
                runtime,
                List.of(Ipv4Address.parse("127.0.0.1")),
                taken,
                DnsLab.zone("10.77.0.0/24"),
                new ConfiguredNodes(List.of()),
                InstantSource.system())) {
      assertThatThrownBy(second::start)
          .isInstanceOf(ListenException.class)
          .hasMessageContaining("127.0.0.1:" + taken);
      assertThat(second.udpAddresses()).isEmpty();
    }
  }

  private static DatagramSocket client() throws IOException {
    DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    client.setSoTimeout(ANSWER_WITHIN_MILLIS);
    return client;
  }

  private DatagramPacket datagram(byte[] bytes) {
    return new DatagramPacket(bytes, bytes.length, lab.service.udpAddresses().get(0));
  }

  private static Message receive(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    client.receive(packet);
    return DnsLab.parse(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
  }

  private Socket connect() throws IOException {
    Socket client =
        new Socket(
            lab.service.tcpAddresses().get(0).getAddress(),
            lab.service.tcpAddresses().get(0).getPort());
    client.setSoTimeout(ANSWER_WITHIN_MILLIS);
    return client;
  }

  private static Message receive(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    byte[] message = new byte[in.readUnsignedShort()];
    in.readFully(message);
    return DnsLab.parse(message);
  }
}

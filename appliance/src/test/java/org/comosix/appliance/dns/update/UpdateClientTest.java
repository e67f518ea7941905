package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;

/** Against a server that answers as each test says. */
final class UpdateClientTest {

  private static final byte[] SECRET = new byte[32];
  private static final TSIG KEY = new TSIG(TSIG.HMAC_SHA256, Name.fromConstantString("k."), SECRET);
  private static final TSIG OTHER =
      new TSIG(TSIG.HMAC_SHA256, Name.fromConstantString("k."), new byte[] {1});

  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final UpdateClient client;
  private final List<CompletableFuture<Void>> running = new ArrayList<>();

  UpdateClientTest() throws IOException {
    tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
    client =
        new UpdateClient(
            (InetSocketAddress) udp.getLocalSocketAddress(),
            new TsigKey("k", TsigAlgorithm.HMAC_SHA256, SECRET),
            Clock.systemUTC(),
            System::nanoTime,
            new UpdateClient.Timeouts(Duration.ofMillis(500), Duration.ofMillis(100)));
  }

  private void run(Runnable server) {
    running.add(CompletableFuture.runAsync(server));
  }

  /** A server that failed fails its test. */
  @AfterEach
  void close() throws IOException {
    running.forEach(CompletableFuture::join);
    client.close();
    udp.close();
    tcp.close();
  }

  private static Message update(String name) {
    DomainName zone = DomainName.parse("lab.example");
    return UpdateMessages.of(
        UpdateStep.ADD_NEW,
        zone,
        DomainName.parse(name),
        new SiteRecord.Address(
            Ipv4Address.parse("10.77.0.1"), MacAddress.parse("52:54:00:00:00:01")),
        60);
  }

  private static byte[] answer(Message query, int rcode, TSIG key, boolean cut) {
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setOpcode(query.getHeader().getOpcode());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setRcode(rcode);
    if (cut) {
      answer.getHeader().setFlag(Flags.TC);
    }
    key.apply(answer, query.getTSIG());
    return answer.toWire();
  }

  private interface Server {
    List<byte[]> answers(Message query);
  }

  /** Answers as many datagrams, one after another. */
  private void udp(Server... servers) {
    run(
        () -> {
          try {
            for (Server server : servers) {
              DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
              udp.receive(packet);
              Message query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
              for (byte[] answer : server.answers(query)) {
                udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
              }
            }
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void tcp(int rcode) {
    run(
        () -> {
          try (Socket socket = tcp.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] bytes = new byte[in.readUnsignedShort()];
            in.readFully(bytes);
            byte[] answer = answer(new Message(bytes), rcode, KEY, false);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(answer.length);
            out.write(answer);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void aSignedAnswerIsVerified() throws IOException {
    udp(query -> List.of(answer(query, Rcode.YXDOMAIN, KEY, false)));

    assertThat(client.send(update("pc1.lab.example")))
        .isEqualTo(new UpdateAnswer(Rcode.YXDOMAIN, 0, true));
  }

  @Test
  void aForgedAnswerIsNotBelievedWhileTheTrueOneMayCome() throws IOException {
    udp(
        query ->
            List.of(
                answer(query, Rcode.REFUSED, OTHER, false),
                answer(query, Rcode.NOERROR, KEY, false)));

    assertThat(client.send(update("pc1.lab.example")))
        .isEqualTo(new UpdateAnswer(Rcode.NOERROR, 0, true));
  }

  @Test
  void anAnswerThatIsNotSignedWithOurKeyIsCalledThat() throws IOException {
    udp(query -> List.of(answer(query, Rcode.NOERROR, OTHER, false)));

    assertThat(client.send(update("pc1.lab.example")))
        .isEqualTo(new UpdateAnswer(Rcode.NOERROR, 0, false));
  }

  @Test
  void whatIsNotAnAnswerToThisUpdateIsPassedOver() throws IOException {
    udp(
        query -> {
          byte[] otherId = answer(query, Rcode.REFUSED, KEY, false);
          otherId[0] ^= 1;
          byte[] query2 = answer(query, Rcode.REFUSED, KEY, false);
          query2[2] &= 0x7f;
          return List.of(
              otherId, query2, new byte[] {1, 2, 3}, answer(query, Rcode.NOERROR, KEY, false));
        });

    assertThat(client.send(update("pc1.lab.example")))
        .isEqualTo(new UpdateAnswer(Rcode.NOERROR, 0, true));
  }

  @Test
  void aLostDatagramIsSentAgain() throws IOException {
    udp(query -> List.of(), query -> List.of(answer(query, Rcode.NOERROR, KEY, false)));

    assertThat(client.send(update("pc1.lab.example")))
        .isEqualTo(new UpdateAnswer(Rcode.NOERROR, 0, true));
  }

  @Test
  void anAnswerThatWasCutIsAskedForByTcp() throws IOException {
    udp(query -> List.of(answer(query, Rcode.NOERROR, KEY, true)));
    tcp(Rcode.YXDOMAIN);

    assertThat(client.send(update("pc1.lab.example")))
        .isEqualTo(new UpdateAnswer(Rcode.YXDOMAIN, 0, true));
  }

  @Test
  void aLongUpdateGoesByTcpAtOnce() throws IOException {
    tcp(Rcode.NOERROR);
    Message update = update("pc1.lab.example");
    for (int i = 0; i < 10; i++) {
      update.addRecord(
          UpdateMessages.of(
                  UpdateStep.POINT,
                  DomainName.parse("lab.example"),
                  DomainName.parse("a".repeat(60) + i + ".lab.example"),
                  new SiteRecord.Pointer(
                      DomainName.parse("a.example"), MacAddress.parse("52:54:00:00:00:01")),
                  60)
              .getSection(3 - 1)
              .get(0),
          2);
    }

    assertThat(client.send(update)).isEqualTo(new UpdateAnswer(Rcode.NOERROR, 0, true));
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() {
    assertThatThrownBy(() -> client.send(update("pc1.lab.example")))
        .isInstanceOf(SocketTimeoutException.class);
  }
}

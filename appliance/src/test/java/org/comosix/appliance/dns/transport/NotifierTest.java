package org.comosix.appliance.dns.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import org.comosix.appliance.dns.Secondary;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** NOTIFY as it leaves. When it does: {@code NoticesTest}. */
@Timeout(60)
class NotifierTest {

  private static final Ipv4Address THERE = Ipv4Address.parse("127.0.0.1");
  private static final Ipv4Address FIRST = Ipv4Address.parse("127.0.0.9");

  private final NettyRuntime runtime = new NettyRuntime(1);
  private final DatagramSocket secondary;

  NotifierTest() throws IOException {
    secondary = new DatagramSocket(0, THERE.toInetAddress());
  }

  @AfterEach
  void close() {
    secondary.close();
    runtime.close();
  }

  private InetAddress source(List<Ipv4Address> listen) throws IOException {
    try (Notifier notifier = new Notifier(runtime, listen, InstantSource.system())) {
      notifier.secondaries(
          List.of(
              Secondary.of(
                  new InetSocketAddress(THERE.toInetAddress(), secondary.getLocalPort()))));
      notifier.changed(List.of(DomainName.parse("lab.example")));
      DatagramPacket packet = new DatagramPacket(new byte[512], 512);
      secondary.receive(packet);
      return packet.getAddress();
    }
  }

  @Test
  void itComesFromTheAddressOfOursThatLeadsThere() throws IOException {
    assertThat(source(List.of(FIRST, THERE))).isEqualTo(THERE.toInetAddress());
  }

  @Test
  void whereNoneOfOursLeadsThereItComesFromTheFirst() throws IOException {
    assertThat(source(List.of(FIRST))).isEqualTo(FIRST.toInetAddress());
  }
}

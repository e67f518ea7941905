package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.UdpSocketFactory;
import org.junit.jupiter.api.Test;

/** On a real socket that nobody reads. */
final class SocketDropsTest {

  private static final int PACKETS = 2000;
  private static final int LENGTH = 1400;

  @Test
  void countsWhatTheKernelDroppedSinceTheLastQuestion() throws IOException {
    try (NettyRuntime runtime = new NettyRuntime(1)) {
      Channel channel =
          new UdpSocketFactory(runtime)
              .listenOnInterface("lo", 0, new ChannelInboundHandlerAdapter());
      channel.config().setAutoRead(false);
      channel.config().setOption(ChannelOption.SO_RCVBUF, 1);
      SocketDrops drops = new SocketDrops(channel);
      assertThat(drops.more()).isZero();

      send(((InetSocketAddress) channel.localAddress()).getPort());

      assertThat(drops.more()).isBetween(PACKETS / 2L, (long) PACKETS);
      assertThat(drops.more()).isZero();
    }
  }

  private static void send(int port) throws IOException {
    try (DatagramSocket sender = new DatagramSocket()) {
      for (int i = 0; i < PACKETS; i++) {
        InetAddress here = InetAddress.getLoopbackAddress();
        sender.send(new DatagramPacket(new byte[LENGTH], LENGTH, here, port));
      }
    }
  }
}

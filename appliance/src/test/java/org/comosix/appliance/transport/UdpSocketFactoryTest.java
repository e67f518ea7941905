package org.comosix.appliance.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The socket on an interface, on the loopback interface. */
final class UdpSocketFactoryTest {

  private static final int BURST = 200;
  private static final long TIMEOUT_SECONDS = 20;
  private static final Path LARGEST_BUFFER = Path.of("/proc/sys/net/core/rmem_max");

  private final NettyRuntime runtime = new NettyRuntime(1);
  private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    runtime.close();
  }

  /** The kernel doubles what it is asked for, and stops others than root at a limit. */
  @Test
  void bufferOfABurstIsAtLeastTheLargestThatAnyoneMayHave() throws IOException {
    int largest = Integer.parseInt(Files.readString(LARGEST_BUFFER).strip());
    Channel channel = listen();

    assertThat(channel.config().getOption(ChannelOption.SO_RCVBUF))
        .isGreaterThanOrEqualTo(Math.min(2 * largest, 8 << 20));
  }

  /** Many come in one system call; each is a packet of its own, in order. */
  @Test
  void eachDatagramOfABurstArrivesWhole() throws IOException, InterruptedException {
    Channel channel = listen();
    int port = ((InetSocketAddress) channel.localAddress()).getPort();
    try (DatagramSocket sender = new DatagramSocket()) {
      for (int i = 0; i < BURST; i++) {
        byte[] content = ByteBuffer.allocate(300 + i % 7).putInt(i).array();
        sender.send(
            new java.net.DatagramPacket(
                content, content.length, InetAddress.getLoopbackAddress(), port));
      }
    }

    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < BURST; i++) {
      numbers.add(received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    }
    assertThat(numbers).isEqualTo(IntStream.range(0, BURST).boxed().toList());
  }

  private Channel listen() {
    return new UdpSocketFactory(runtime).listenOnInterface("lo", 0, new Numbers());
  }

  /** The number that a datagram begins with; -1 for one of a wrong length. */
  private final class Numbers extends SimpleChannelInboundHandler<DatagramPacket> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      int number = packet.content().getInt(0);
      received.add(packet.content().readableBytes() == 300 + number % 7 ? number : -1);
    }
  }
}

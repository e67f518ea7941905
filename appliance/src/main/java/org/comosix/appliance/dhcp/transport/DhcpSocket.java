package org.comosix.appliance.dhcp.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.codec.PacketHeader;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.UdpSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket on one interface. */
final class DhcpSocket implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DhcpSocket.class);

  private final ServedInterface served;
  private final Channel channel;
  private final ChannelFutureListener failures = this::tellIfFailed;
  private List<DatagramPacket> waiting = new ArrayList<>();
  private Ipv4Address lastTo = Ipv4Address.ANY;
  private InetSocketAddress last = new InetSocketAddress(0);
  private final SocketDrops drops;

  private DhcpSocket(ServedInterface served, Channel channel) {
    this.served = served;
    this.channel = channel;
    this.drops = new SocketDrops(channel);
  }

  /**
   * Listens for broadcast and unicast on one interface.
   *
   * @param packets called from the event loop
   * @throws org.comosix.appliance.transport.ListenException the system refused
   */
  static DhcpSocket open(
      UdpSocketFactory sockets,
      ServedInterface served,
      int port,
      Consumer<ReceivedPacket> packets) {
    Channel channel = sockets.listenOnInterface(served.name(), port, new Receiver(served, packets));
    // Tells each packet's own destination: RENEWING is unicast, REBINDING is broadcast.
    channel.config().setOption(EpollChannelOption.IP_RECVORIGDSTADDR, true);
    return new DhcpSocket(served, channel);
  }

  ServedInterface served() {
    return served;
  }

  /** Packets that the kernel dropped for us since the last question. */
  long dropped() {
    return drops.more();
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Leaves with the next {@link #flush()}. One thread. */
  void write(byte[] packet, Ipv4Address to, int port) {
    waiting.add(new DatagramPacket(Unpooled.wrappedBuffer(packet), destination(to, port)));
  }

  /** Hands over all that waits at once: one wake-up of the event loop, one sendmmsg for many. */
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    List<DatagramPacket> packets = waiting;
    waiting = new ArrayList<>(packets.size());
    channel
        .eventLoop()
        .execute(
            () -> {
              packets.forEach(packet -> channel.write(packet).addListener(failures));
              channel.flush();
            });
  }

  /** Through a relay agent every reply of a batch goes to the same place. */
  private InetSocketAddress destination(Ipv4Address to, int port) {
    if (!to.equals(lastTo) || port != last.getPort()) {
      lastTo = to;
      last = new InetSocketAddress(to.toInetAddress(), port);
    }
    return last;
  }

  private void tellIfFailed(ChannelFuture sent) {
    if (!sent.isSuccess()) {
      log.atWarn()
          .addKeyValue("interface", served.name())
          .addKeyValue("reason", String.valueOf(sent.cause()))
          .log("dhcp.send-failed");
    }
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }

  private static final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {

    private final ServedInterface served;
    private final Consumer<ReceivedPacket> packets;

    Receiver(ServedInterface served, Consumer<ReceivedPacket> packets) {
      this.served = served;
      this.packets = packets;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      // What is longer is cut, and refused for that: it must not fill the memory.
      byte[] bytes =
          new byte[Math.min(packet.content().readableBytes(), PacketHeader.LARGEST_QUERY + 1)];
      packet.content().readBytes(bytes);
      packets.accept(
          new ReceivedPacket(bytes, served, address(packet.sender()), !isOurs(packet.recipient())));
    }

    private static Ipv4Address address(InetSocketAddress sender) {
      return sender.getAddress() instanceof Inet4Address address
          ? Ipv4Address.of(address)
          : Ipv4Address.ANY;
    }

    private boolean isOurs(InetSocketAddress recipient) {
      return recipient.getAddress() instanceof Inet4Address address
          && served.addresses().contains(Ipv4Address.of(address));
    }

    /** ICMP errors of earlier replies come up here; the socket goes on. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      log.atDebug()
          .addKeyValue("interface", served.name())
          .addKeyValue("reason", cause.getMessage())
          .log("dhcp.receive-failed");
    }
  }
}

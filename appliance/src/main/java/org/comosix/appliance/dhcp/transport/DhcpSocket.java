package org.comosix.appliance.dhcp.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
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
   * @param allRead called from the event loop when nothing more waits, or a good deal was read
   * @throws org.comosix.appliance.transport.ListenException the system refused
   */
  static DhcpSocket open(
      UdpSocketFactory sockets,
      EventLoop loop,
      ServedInterface served,
      int port,
      Consumer<ReceivedPacket> packets,
      Runnable allRead) {
    Channel channel =
        sockets.listenOnInterface(
            loop, served.name(), port, new Receiver(served, packets, allRead));
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

  /** Leaves with the next {@link #flush()}. On the event loop. */
  void write(byte[] packet, Ipv4Address to, int port) {
    channel
        .write(new DatagramPacket(Unpooled.wrappedBuffer(packet), destination(to, port)))
        .addListener(failures);
  }

  /** One system call for many. */
  void flush() {
    channel.flush();
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
    private final Runnable allRead;

    Receiver(ServedInterface served, Consumer<ReceivedPacket> packets, Runnable allRead) {
      this.served = served;
      this.packets = packets;
      this.allRead = allRead;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      allRead.run();
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

package org.comosix.appliance.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Makes UDP sockets. Two kinds: bound to an address, and bound to an interface with the wildcard
 * address, because a Linux socket that is bound to one unicast address does not receive
 * 255.255.255.255.
 */
public final class UdpSocketFactory {

  private static final int SOL_SOCKET = 1;
  private static final int SO_BINDTODEVICE = 25;
  private static final int IFNAMSIZ = 16;
  private static final int MAX_DATAGRAM = 65_535;

  /** Above one Ethernet frame; nobody may send DHCP more than 576 bytes unasked (RFC 2131). */
  static final int MAX_INTERFACE_DATAGRAM = 2048;

  private static final int DATAGRAMS_AT_ONCE = 64;

  /** The kernel counts some 1 KiB for a small datagram: thousands of them wait while we pause. */
  private static final int BURST_BYTES = 4 << 20;

  private final NettyRuntime runtime;

  public UdpSocketFactory(NettyRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Listens on one address; replies leave from it.
   *
   * @param port 0 for any free one
   * @throws ListenException the system refused
   */
  public Channel listen(Ipv4Address address, int port, ChannelHandler handler) {
    return bind(
        bootstrap(handler).group(runtime.loops()),
        new InetSocketAddress(address.toInetAddress(), port));
  }

  /**
   * Listens on one address with as many sockets as there are event loops, each on its own; the
   * kernel gives all datagrams of one sender to one of them. One socket where there is no epoll.
   *
   * @param port 0 for any free one, the same for all
   * @param handler shared by the sockets
   * @throws ListenException the system refused; none is open then
   */
  public List<Channel> listenShared(Ipv4Address address, int port, ChannelHandler handler) {
    if (!runtime.isEpoll()) {
      return List.of(listen(address, port, handler));
    }
    List<Channel> channels = new ArrayList<>();
    int bound = port;
    try {
      for (int i = 0; i < runtime.threads(); i++) {
        Channel channel =
            bind(
                bootstrap(handler)
                    .group(runtime.loops().next())
                    .option(UnixChannelOption.SO_REUSEPORT, true),
                new InetSocketAddress(address.toInetAddress(), bound));
        channels.add(channel);
        bound = ((InetSocketAddress) channel.localAddress()).getPort();
      }
      return channels;
    } catch (ListenException e) {
      channels.forEach(channel -> channel.close().awaitUninterruptibly());
      throw e;
    }
  }

  /**
   * Listens for unicast and broadcast on one interface only. Made for bursts: all machines of a
   * room may come at once. A datagram over {@value #MAX_INTERFACE_DATAGRAM} bytes is cut.
   *
   * @throws ListenException the system refused, or epoll is not available
   */
  public Channel listenOnInterface(String networkInterface, int port, ChannelHandler handler) {
    InetSocketAddress wildcard = new InetSocketAddress(Ipv4Address.ANY.toInetAddress(), port);
    if (!runtime.isEpoll()) {
      throw new ListenException(
          "udp",
          wildcard,
          new IllegalStateException("binding to an interface needs the native epoll library"));
    }
    byte[] name = networkInterface.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer device = ByteBuffer.allocateDirect(IFNAMSIZ).put(name);
    device.clear();
    Bootstrap bootstrap =
        bootstrap(handler)
            .group(runtime.loops())
            .option(ChannelOption.SO_BROADCAST, true)
            .option(ChannelOption.SO_REUSEADDR, true)
            // Many datagrams in one recvmmsg: a packet costs less than a system call.
            .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_INTERFACE_DATAGRAM)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(DATAGRAMS_AT_ONCE * MAX_INTERFACE_DATAGRAM))
            .option(
                new RawUnixChannelOption("SO_BINDTODEVICE", SOL_SOCKET, SO_BINDTODEVICE, IFNAMSIZ),
                device);
    Channel channel = bind(bootstrap, wildcard);
    SocketBuffer.RECEIVE.enlarge(channel, BURST_BYTES);
    SocketBuffer.SEND.enlarge(channel, BURST_BYTES);
    return channel;
  }

  /**
   * Opens a socket on a free port that hears and reaches one peer only. Returns at once, so that an
   * event loop may call it; the future fails where the system refused.
   *
   * @param loop the event loop that serves it
   * @param maxDatagram the largest datagram to receive, bytes; a longer one is cut
   */
  public ChannelFuture connect(
      EventLoop loop,
      Ipv4Address local,
      InetSocketAddress peer,
      int maxDatagram,
      ChannelHandler handler) {
    return bootstrap(handler)
        .group(loop)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(maxDatagram))
        .connect(peer, new InetSocketAddress(local.toInetAddress(), 0));
  }

  private Bootstrap bootstrap(ChannelHandler handler) {
    return new Bootstrap()
        .channelFactory(runtime.datagramChannels())
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM))
        .handler(handler);
  }

  private static Channel bind(Bootstrap bootstrap, InetSocketAddress address) {
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new ListenException("udp", address, bound.cause());
    }
    return bound.channel();
  }
}

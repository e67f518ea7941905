package org.comosix.appliance.dns.transport;

import io.netty.channel.Channel;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.comosix.appliance.dns.DnsCounters;
import org.comosix.appliance.dns.DnsResponder;
import org.comosix.appliance.dns.Recursion;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.ListenException;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.TcpListenerFactory;
import org.comosix.appliance.transport.UdpSocketFactory;

/** The sockets of the name server: UDP and TCP on each of its addresses. */
public final class DnsEndpoint implements AutoCloseable {

  /** Queries are short; what is longer arrives cut and is answered FORMERR. */
  private static final int MAX_QUERY = 2048;

  private static final int QUERIES_PER_SYSTEM_CALL = 32;

  private final List<Channel> udp = new ArrayList<>();
  private final List<Channel> tcp = new ArrayList<>();

  private DnsEndpoint() {}

  /**
   * Binds all sockets, or none.
   *
   * @param port 0 for any free one, another for each socket
   * @param responder asked for each query: it changes when the configuration does
   * @param recursion asked for names that are not ours
   * @throws ListenException the system refused one
   */
  public static DnsEndpoint open(
      NettyRuntime runtime,
      List<Ipv4Address> addresses,
      int port,
      Supplier<DnsResponder> responder,
      Recursion recursion,
      DnsCounters counters,
      ConnectionLimits limits) {
    Answering answering = new Answering(responder, recursion, counters);
    OpenConnections connections = new OpenConnections(limits);
    DnsEndpoint endpoint = new DnsEndpoint();
    try {
      for (Ipv4Address address : addresses) {
        endpoint.tcp.add(
            new TcpListenerFactory(runtime)
                .listen(address, port, new TcpConnectionSetup(answering, connections, limits)));
        endpoint.openUdp(runtime, address, port, new UdpHandler(answering));
      }
    } catch (ListenException e) {
      endpoint.close();
      throw e;
    }
    return endpoint;
  }

  /** One socket for each processor: the kernel spreads the clients over them. */
  private void openUdp(NettyRuntime runtime, Ipv4Address address, int port, UdpHandler handler) {
    for (Channel channel : new UdpSocketFactory(runtime).listenShared(address, port, handler)) {
      if (runtime.isEpoll()) {
        // One system call (recvmmsg) brings many queries.
        channel
            .config()
            .setRecvByteBufAllocator(
                new FixedRecvByteBufAllocator(MAX_QUERY * QUERIES_PER_SYSTEM_CALL));
        channel.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_QUERY);
      }
      udp.add(channel);
    }
  }

  /** Where UDP queries are taken, in the order of the addresses given. */
  public List<InetSocketAddress> udpAddresses() {
    return udp.stream()
        .map(channel -> (InetSocketAddress) channel.localAddress())
        .distinct()
        .toList();
  }

  /** Where TCP connections are taken, in the order of the addresses given. */
  public List<InetSocketAddress> tcpAddresses() {
    return tcp.stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
  }

  @Override
  public void close() {
    udp.forEach(channel -> channel.close().awaitUninterruptibly());
    tcp.forEach(channel -> channel.close().awaitUninterruptibly());
  }
}

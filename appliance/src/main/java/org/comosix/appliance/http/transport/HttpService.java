package org.comosix.appliance.http.transport;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.comosix.appliance.boot.BootObserver;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.http.ClientQuota;
import org.comosix.appliance.http.HttpEvent;
import org.comosix.appliance.http.HttpLimits;
import org.comosix.appliance.http.HttpServer;
import org.comosix.appliance.ops.Counters;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.TcpListenerFactory;

/** The HTTP server: one listening socket for each of our addresses. */
public final class HttpService implements AutoCloseable {

  private final TcpListenerFactory listenerFactory;
  private final List<Ipv4Address> addresses;
  private final int port;
  private final Counters<HttpEvent> counters = new Counters<>(HttpEvent.class);
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ConnectionSetup setup;
  private final List<Channel> listeners = new CopyOnWriteArrayList<>();

  /**
   * Binds nothing yet.
   *
   * @param addresses our own, one by one; never the wildcard address
   * @param port 0 for any free one on each address
   * @param disk where files are read, which may block
   */
  public HttpService(
      NettyRuntime runtime,
      List<Ipv4Address> addresses,
      int port,
      HttpServer server,
      BootObserver observer,
      InstantSource clock,
      Executor disk,
      HttpLimits limits) {
    this.listenerFactory = new TcpListenerFactory(runtime);
    this.addresses = List.copyOf(addresses);
    this.port = port;
    this.setup =
        new ConnectionSetup(
            server,
            limits,
            new ClientQuota(limits, clock),
            new PageWarmer(disk, clock),
            observer,
            clock,
            counters,
            connections);
  }

  /**
   * Listens.
   *
   * @throws org.comosix.appliance.transport.ListenException the system refused; nothing listens
   *     then
   */
  public void start() {
    try {
      for (Ipv4Address address : addresses) {
        listeners.add(listenerFactory.listen(address, port, setup));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where it listens, in the order of the addresses. */
  public List<InetSocketAddress> listening() {
    return listeners.stream().map(channel -> (InetSocketAddress) channel.localAddress()).toList();
  }

  public Counters<HttpEvent> counters() {
    return counters;
  }

  @Override
  public void close() {
    listeners.forEach(listener -> listener.close().awaitUninterruptibly());
    connections.close().awaitUninterruptibly();
  }
}

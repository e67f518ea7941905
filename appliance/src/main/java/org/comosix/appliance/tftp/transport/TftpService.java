package org.comosix.appliance.tftp.transport;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.comosix.appliance.boot.BootFiles;
import org.comosix.appliance.boot.BootObserver;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.ops.Counters;
import org.comosix.appliance.tftp.TftpEvent;
import org.comosix.appliance.tftp.TftpLimits;
import org.comosix.appliance.tftp.TftpServer;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.UdpSocketFactory;

/**
 * The TFTP server: one socket for each of our addresses, so that replies leave from where asked.
 */
public final class TftpService implements AutoCloseable {

  /** IANA's port of TFTP. */
  public static final int PORT = 69;

  private final UdpSocketFactory sockets;
  private final List<Ipv4Address> addresses;
  private final int port;
  private final TftpServer server;
  private final Counters<TftpEvent> counters = new Counters<>(TftpEvent.class);
  private final Transfers transfers;
  private final List<Channel> listeners = new CopyOnWriteArrayList<>();

  /**
   * Binds nothing yet.
   *
   * @param addresses our own, one by one; never the wildcard address
   * @param port 69, or 0 for any free one on each address
   * @param disk where files are read, which may block
   */
  public TftpService(
      NettyRuntime runtime,
      List<Ipv4Address> addresses,
      int port,
      BootFiles files,
      BootObserver observer,
      InstantSource clock,
      Executor disk,
      TftpLimits limits) {
    this.sockets = new UdpSocketFactory(runtime);
    this.addresses = List.copyOf(addresses);
    this.port = port;
    this.server = new TftpServer(files, limits);
    this.transfers = new Transfers(sockets, limits, observer, clock, disk, counters);
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
        RequestHandler handler = new RequestHandler(address, server, transfers, counters);
        listeners.add(sockets.listen(address, port, handler));
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

  public Counters<TftpEvent> counters() {
    return counters;
  }

  @Override
  public void close() {
    listeners.forEach(listener -> listener.close().awaitUninterruptibly());
    transfers.close();
  }
}

package org.comosix.appliance.nfs.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.rpc.Peer;
import org.comosix.appliance.nfs.rpc.RpcServer;
import org.comosix.appliance.ops.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up each accepted TCP connection, or closes it where there are too many. */
final class RpcAcceptor extends ChannelInitializer<SocketChannel> {

  private static final Logger log = LoggerFactory.getLogger(RpcAcceptor.class);

  /** A Linux client closes an idle connection after 5 minutes itself. */
  private static final long IDLE_MINUTES = 60;

  private final RpcServer server;
  private final ColdReads disk;
  private final ConnectionLimit limit;
  private final Counters<NfsEvent> counters;

  RpcAcceptor(
      RpcServer server, ColdReads disk, ConnectionLimit limit, Counters<NfsEvent> counters) {
    this.server = server;
    this.disk = disk;
    this.limit = limit;
    this.counters = counters;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    InetSocketAddress remote = channel.remoteAddress();
    Ipv4Address address = Ipv4Address.of((Inet4Address) remote.getAddress());
    Ipv4Address local = Ipv4Address.of((Inet4Address) channel.localAddress().getAddress());
    Optional<NfsEvent> tooMany = limit.admit(address);
    if (tooMany.isPresent()) {
      refuse(channel, address, tooMany.get());
      return;
    }
    channel.closeFuture().addListener(closed -> limit.leave(address));
    channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ChannelBacklog.MARKS);
    Peer peer = new Peer(address, remote.getPort(), local, Peer.Carrier.TCP);
    channel
        .pipeline()
        .addLast(new IdleStateHandler(0, 0, IDLE_MINUTES, TimeUnit.MINUTES))
        .addLast(new RpcConnection(channel, peer, server, disk, counters));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A close that fails leaves nothing to do.
  private void refuse(Channel channel, Ipv4Address address, NfsEvent reason) {
    counters.count(reason);
    log.atDebug()
        .addKeyValue("address", address)
        .addKeyValue("reason", reason)
        .log("nfs.connection.refused");
    channel.close();
  }
}

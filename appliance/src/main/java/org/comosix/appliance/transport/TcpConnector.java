package org.comosix.appliance.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Makes TCP connections to other servers. */
public final class TcpConnector {

  private final NettyRuntime runtime;

  public TcpConnector(NettyRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Connects. Returns at once, so that an event loop may call it; the future fails where nobody
   * takes the connection.
   *
   * @param loop the event loop that serves it
   * @param patience how long to try
   */
  public ChannelFuture connect(
      EventLoop loop, InetSocketAddress peer, Duration patience, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channel(runtime.socketChannel())
        .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(patience.toMillis()))
        .handler(handler)
        .connect(peer);
  }
}

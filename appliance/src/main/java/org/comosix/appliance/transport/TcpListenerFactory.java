package org.comosix.appliance.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import org.comosix.appliance.domain.Ipv4Address;

/** Makes listening TCP sockets. */
public final class TcpListenerFactory {

  private static final int BACKLOG = 1024;

  private final NettyRuntime runtime;

  public TcpListenerFactory(NettyRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * Listens on one address.
   *
   * @param port 0 for any free one
   * @param handler set on each accepted connection
   * @throws ListenException the system refused
   */
  public Channel listen(Ipv4Address address, int port, ChannelHandler handler) {
    InetSocketAddress local = new InetSocketAddress(address.toInetAddress(), port);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(runtime.loops())
            .channel(runtime.serverSocketChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            // Netty 4.2's adaptive allocator pools nothing above 1 MiB, which a header and 1 MiB of
            // data exceed.
            .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(handler)
            .bind(local)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new ListenException("tcp", local, bound.cause());
    }
    return bound.channel();
  }
}

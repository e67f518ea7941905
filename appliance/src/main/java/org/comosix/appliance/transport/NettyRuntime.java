package org.comosix.appliance.transport;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that every protocol room shares: one thread per processor, native epoll where it
 * loads, else NIO.
 */
public final class NettyRuntime implements AutoCloseable {

  private static final long CLOSE_SECONDS = 5;

  private final boolean epoll;
  private final int threads;
  private final EventLoopGroup loops;

  public NettyRuntime(int threads) {
    epoll = Epoll.isAvailable();
    this.threads = threads;
    loops = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("loop"), handlers());
  }

  /** How many event loops there are. */
  int threads() {
    return threads;
  }

  public EventLoopGroup loops() {
    return loops;
  }

  private IoHandlerFactory handlers() {
    return epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
  }

  public boolean isEpoll() {
    return epoll;
  }

  /** IPv4 alone: a socket for both would have each address converted, twice for each datagram. */
  ChannelFactory<DatagramChannel> datagramChannels() {
    return () ->
        epoll
            ? new EpollDatagramChannel(SocketProtocolFamily.INET)
            : new NioDatagramChannel(SocketProtocolFamily.INET);
  }

  Class<? extends SocketChannel> socketChannel() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  Class<? extends ServerSocketChannel> serverSocketChannel() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** Lets tasks at hand finish, at most five seconds. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}

package org.comosix.appliance.dns.transport;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.dns.DropReason;

/** Lets a connection in or not, and takes its bytes apart into messages. */
final class TcpConnectionSetup extends ChannelInitializer<SocketChannel> {

  private static final int MAX_MESSAGE = 65_535;

  private final Answering answering;
  private final OpenConnections connections;
  private final ConnectionLimits limits;

  TcpConnectionSetup(Answering answering, OpenConnections connections, ConnectionLimits limits) {
    this.answering = answering;
    this.connections = connections;
    this.limits = limits;
  }

  /** Nobody waits for a refused connection to close. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  protected void initChannel(SocketChannel channel) {
    if (channel.remoteAddress() == null) {
      channel.close(); // Gone before it was accepted.
      return;
    }
    InetAddress client = channel.remoteAddress().getAddress();
    Optional<DropReason> refusal = connections.enter(client);
    if (refusal.isPresent()) {
      answering.dropped(refusal.get());
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> connections.leave(client));
    ChannelPipeline pipeline = channel.pipeline();
    // Two octets of length before each message (RFC 1035, section 4.2.2).
    pipeline.addLast(
        new LengthFieldBasedFrameDecoder(
            Short.BYTES + MAX_MESSAGE, 0, Short.BYTES, 0, Short.BYTES));
    // Behind the decoder: octets that never become a message do not keep a connection open.
    pipeline.addLast(new IdleStateHandler(limits.idle().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
    pipeline.addLast(new TcpHandler(answering));
  }
}

package org.comosix.appliance.dns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.comosix.appliance.dns.DnsOutcome;
import org.comosix.appliance.dns.DropReason;
import org.comosix.appliance.dns.Via;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the queries of one connection; several may be under way, and those that have to be asked
 * elsewhere are answered when they are (RFC 7766, section 6.2.1.1). Reads no more from a client
 * that does not take its answers.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for a connection to close.
final class TcpHandler extends SimpleChannelInboundHandler<ByteBuf> {

  private static final Logger log = LoggerFactory.getLogger(TcpHandler.class);

  private final Answering answering;

  TcpHandler(Answering answering) {
    this.answering = answering;
  }

  /** What fails to leave is told to {@link #exceptionCaught}: that is what a void promise does. */
  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
    InetAddress client = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
    DnsOutcome outcome =
        answering.answer(
            message,
            client,
            Via.TCP,
            response -> context.writeAndFlush(framed(context, response), context.voidPromise()));
    if (outcome instanceof DnsOutcome.Reply reply) {
      context.write(framed(context, reply.message()), context.voidPromise());
    } else if (outcome instanceof DnsOutcome.Drop) {
      // What is no query once will hardly be followed by one.
      context.close();
    }
  }

  private static ByteBuf framed(ChannelHandlerContext context, byte[] response) {
    return context
        .alloc()
        .buffer(Short.BYTES + response.length)
        .writeShort(response.length)
        .writeBytes(response);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(context.channel().isWritable());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      answering.dropped(DropReason.IDLE_CONNECTION);
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.atDebug().addKeyValue("cause", cause).log("dns.tcp-error");
    context.close();
  }
}

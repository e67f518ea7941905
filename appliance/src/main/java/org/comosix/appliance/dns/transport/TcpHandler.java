package org.comosix.appliance.dns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.Optional;
import org.comosix.appliance.dns.DropReason;
import org.comosix.appliance.dns.Via;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the queries of one connection in their order; several may be under way (RFC 7766, section
 * 6.2.1.1). Reads no more from a client that does not take its answers.
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
    Optional<byte[]> response = answering.answer(message, Via.TCP);
    if (response.isEmpty()) {
      // What is no query once will hardly be followed by one.
      context.close();
      return;
    }
    byte[] bytes = response.get();
    ByteBuf framed = context.alloc().buffer(Short.BYTES + bytes.length);
    context.write(framed.writeShort(bytes.length).writeBytes(bytes), context.voidPromise());
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

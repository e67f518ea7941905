package org.comosix.appliance.dns.forward.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/** Hands over the messages that come on the connection of one exchange. */
final class StreamAnswers extends ChannelInitializer<SocketChannel> {

  private static final int MAX_MESSAGE = 65_535;

  private final Exchange exchange;

  StreamAnswers(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Two octets of length before each message (RFC 1035, section 4.2.2). */
  @Override
  protected void initChannel(SocketChannel channel) {
    channel
        .pipeline()
        .addLast(
            new LengthFieldBasedFrameDecoder(
                Short.BYTES + MAX_MESSAGE, 0, Short.BYTES, 0, Short.BYTES))
        .addLast(new Messages(exchange));
  }

  private static final class Messages extends SimpleChannelInboundHandler<ByteBuf> {

    private final Exchange exchange;

    Messages(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
      exchange.received(ByteBufUtil.getBytes(message));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      exchange.failed(context.channel());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      exchange.failed(context.channel());
    }
  }
}

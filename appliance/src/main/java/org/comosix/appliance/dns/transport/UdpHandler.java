package org.comosix.appliance.dns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.comosix.appliance.dns.DropReason;
import org.comosix.appliance.dns.Via;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers datagrams; those that one system call brought leave in one. */
@ChannelHandler.Sharable
final class UdpHandler extends SimpleChannelInboundHandler<DatagramPacket> {

  private static final Logger log = LoggerFactory.getLogger(UdpHandler.class);

  private final Answering answering;

  UdpHandler(Answering answering) {
    this.answering = answering;
  }

  /** What fails to leave is told to {@link #exceptionCaught}: that is what a void promise does. */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored")
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    InetSocketAddress client = packet.sender();
    if (client.getPort() == 0) {
      answering.dropped(DropReason.NO_SOURCE_PORT);
    } else if (!context.channel().isWritable()) {
      answering.dropped(DropReason.SEND_BUFFER_FULL);
    } else {
      Optional<byte[]> response = answering.answer(packet.content(), Via.UDP);
      if (response.isPresent()) {
        byte[] bytes = response.get();
        // Direct: the system call takes no other, and Netty would copy.
        ByteBuf content = context.alloc().directBuffer(bytes.length).writeBytes(bytes);
        context.write(new DatagramPacket(content, client), context.voidPromise());
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  /** A client that went away (ICMP port unreachable) is ordinary life: the socket stays. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.atDebug().addKeyValue("cause", cause).log("dns.udp-error");
  }
}

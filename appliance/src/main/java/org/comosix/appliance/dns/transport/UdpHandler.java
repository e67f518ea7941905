package org.comosix.appliance.dns.transport;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.comosix.appliance.dns.DnsOutcome;
import org.comosix.appliance.dns.DropReason;
import org.comosix.appliance.dns.Via;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers datagrams; those that one system call brought leave in one. */
@ChannelHandler.Sharable
@SuppressWarnings("FutureReturnValueIgnored") // See channelRead0.
final class UdpHandler extends SimpleChannelInboundHandler<DatagramPacket> {

  private static final Logger log = LoggerFactory.getLogger(UdpHandler.class);

  private final Answering answering;

  UdpHandler(Answering answering) {
    this.answering = answering;
  }

  /** What fails to leave is told to {@link #exceptionCaught}: that is what a void promise does. */
  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    InetSocketAddress client = packet.sender();
    if (client.getPort() == 0) {
      answering.dropped(DropReason.NO_SOURCE_PORT);
    } else if (!context.channel().isWritable()) {
      answering.dropped(DropReason.SEND_BUFFER_FULL);
    } else {
      DnsOutcome outcome =
          answering.answer(
              packet.content(),
              client.getAddress(),
              Via.UDP,
              response -> sendLater(context, response, client));
      if (outcome instanceof DnsOutcome.Reply reply) {
        context.write(datagram(context, reply.message(), client), context.voidPromise());
      }
    }
  }

  private void sendLater(ChannelHandlerContext context, byte[] response, InetSocketAddress client) {
    if (context.channel().isWritable()) {
      context.writeAndFlush(datagram(context, response, client), context.voidPromise());
    } else {
      answering.dropped(DropReason.SEND_BUFFER_FULL);
    }
  }

  /** Direct: the system call takes no other, and Netty would copy. */
  private static DatagramPacket datagram(
      ChannelHandlerContext context, byte[] response, InetSocketAddress client) {
    return new DatagramPacket(
        context.alloc().directBuffer(response.length).writeBytes(response), client);
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

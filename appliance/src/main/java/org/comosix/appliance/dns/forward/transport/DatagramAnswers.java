package org.comosix.appliance.dns.forward.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;

/** Hands over what comes to the socket of one exchange. */
final class DatagramAnswers extends SimpleChannelInboundHandler<DatagramPacket> {

  private final Exchange exchange;

  DatagramAnswers(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    exchange.received(ByteBufUtil.getBytes(packet.content()));
  }

  /** ICMP port unreachable, mostly. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    exchange.failed(context.channel());
  }
}

package org.comosix.appliance.tftp.transport;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.ops.Counters;
import org.comosix.appliance.tftp.TftpAnswer;
import org.comosix.appliance.tftp.TftpEvent;
import org.comosix.appliance.tftp.TftpServer;
import org.comosix.appliance.tftp.TransferSlots.Port;
import org.comosix.appliance.tftp.codec.MalformedPacketException;
import org.comosix.appliance.tftp.codec.TftpCodec;
import org.comosix.appliance.tftp.codec.TftpPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.ReadRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's port on one of our addresses. */
@Sharable
final class RequestHandler extends SimpleChannelInboundHandler<DatagramPacket> {

  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  private final Ipv4Address server;
  private final TftpServer decisions;
  private final Transfers transfers;
  private final Counters<TftpEvent> counters;

  RequestHandler(
      Ipv4Address server, TftpServer decisions, Transfers transfers, Counters<TftpEvent> counters) {
    this.server = server;
    this.decisions = decisions;
    this.transfers = transfers;
    this.counters = counters;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
    if (!(datagram.sender().getAddress() instanceof Inet4Address address)) {
      counters.count(TftpEvent.UNEXPECTED_PACKET);
      return;
    }
    Port client = new Port(Ipv4Address.of(address), datagram.sender().getPort());
    try {
      answer(ctx, TftpCodec.decode(datagram.content().nioBuffer()), client);
    } catch (MalformedPacketException e) {
      counters.count(TftpEvent.MALFORMED);
      LOG.atDebug()
          .addKeyValue("address", client.address())
          .addKeyValue("problem", e.getMessage())
          .addKeyValue("hex", () -> ByteBufUtil.hexDump(datagram.content()))
          .log("tftp.malformed");
    } catch (RuntimeException e) {
      LOG.atError()
          .setCause(e)
          .addKeyValue("address", client.address())
          .addKeyValue("hex", () -> ByteBufUtil.hexDump(datagram.content()))
          .log("tftp.bug");
    }
  }

  private void answer(ChannelHandlerContext ctx, TftpPacket packet, Port client) {
    TftpAnswer answer = decisions.answer(packet, server, client.address());
    if (answer instanceof TftpAnswer.Transfer start && packet instanceof ReadRequest request) {
      transfers.begin(ctx.channel(), server, client, request, start);
    } else if (answer instanceof TftpAnswer.Refuse refusal) {
      counters.count(refusal.reason());
      log(packet, client, refusal.reason());
      reply(ctx, client, refusal.error());
    } else if (answer instanceof TftpAnswer.Drop drop) {
      counters.count(drop.reason());
    }
  }

  /** Ordinary life: iPXE and GRUB ask for files that need not be there. */
  private static void log(TftpPacket packet, Port client, TftpEvent reason) {
    String file = packet instanceof ReadRequest request ? request.filename() : "";
    LOG.atDebug()
        .addKeyValue("address", client.address())
        .addKeyValue("file", file)
        .addKeyValue("reason", reason)
        .log("tftp.refused");
  }

  private static void reply(ChannelHandlerContext ctx, Port client, TftpPacket packet) {
    InetSocketAddress to = new InetSocketAddress(client.address().toInetAddress(), client.port());
    var unused =
        ctx.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(TftpCodec.encode(packet)), to));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.atWarn().addKeyValue("problem", cause.toString()).log("tftp.socket");
  }
}

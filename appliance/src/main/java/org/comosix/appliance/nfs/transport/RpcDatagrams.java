package org.comosix.appliance.nfs.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.rpc.Peer;
import org.comosix.appliance.nfs.rpc.RpcServer;
import org.comosix.appliance.ops.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket. A datagram is a call, its reply is one datagram; nothing is remembered, since no
 * call changes anything and a repeated one may be answered again.
 */
final class RpcDatagrams extends SimpleChannelInboundHandler<DatagramPacket> {

  private static final Logger log = LoggerFactory.getLogger(RpcDatagrams.class);

  private final Ipv4Address local;
  private final RpcServer server;
  private final ColdReads disk;
  private final Counters<NfsEvent> counters;
  private final XdrReader reader = new XdrReader();
  private final ByteBuffer room = ByteBuffer.allocateDirect(XdrWriter.LARGEST_REPLY);
  private final XdrWriter out = new XdrWriter(room);

  RpcDatagrams(Ipv4Address local, RpcServer server, ColdReads disk, Counters<NfsEvent> counters) {
    this.local = local;
    this.server = server;
    this.disk = disk;
    this.counters = counters;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    if (!ctx.channel().isWritable()) {
      counters.count(NfsEvent.UDP_QUEUE_FULL);
      return;
    }
    InetSocketAddress sender = packet.sender();
    Ipv4Address address = Ipv4Address.of((Inet4Address) sender.getAddress());
    Peer peer = new Peer(address, sender.getPort(), local, Peer.Carrier.UDP);
    ByteBuf content = packet.content();
    ByteBuffer message = content.nioBuffer();
    out.rewind(0);
    if (server.handle(peer, reader.over(message, 0, message.limit()), out)
        == RpcServer.Outcome.REPLY) {
      reply(ctx, sender);
    }
  }

  private void reply(ChannelHandlerContext ctx, InetSocketAddress to) {
    MappedByteBuffer data = out.attached();
    int encoded = out.position();
    int length = data == null ? 0 : data.remaining();
    ByteBuf reply = ctx.alloc().directBuffer(encoded + (length + 3 & ~3));
    reply.writeBytes(room.duplicate().flip());
    if (data == null) {
      send(ctx, reply, to);
    } else if (out.attachedResident()) {
      send(ctx, append(reply, data), to);
    } else {
      disk.load(data, there -> ctx.executor().execute(() -> loaded(ctx, reply, data, to, there)));
    }
  }

  private static void loaded(
      ChannelHandlerContext ctx,
      ByteBuf reply,
      MappedByteBuffer data,
      InetSocketAddress to,
      boolean there) {
    if (there) {
      send(ctx, append(reply, data), to);
      ctx.flush();
    } else {
      reply.release();
    }
  }

  private static ByteBuf append(ByteBuf reply, MappedByteBuffer data) {
    return reply.writeBytes(data.duplicate()).writeZero(-data.remaining() & 3);
  }

  // The void promise tells exceptionCaught.
  @SuppressWarnings("FutureReturnValueIgnored")
  private static void send(ChannelHandlerContext ctx, ByteBuf reply, InetSocketAddress to) {
    ctx.write(new DatagramPacket(reply, to), ctx.voidPromise());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // The socket stays: an ICMP error for one caller is nothing to the others.
    counters.count(NfsEvent.UDP_SEND_FAILED);
    log.atDebug().setCause(cause).log("nfs.datagram.failed");
  }
}

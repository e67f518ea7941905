package org.comosix.appliance.nfs.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.codec.MalformedCallException;
import org.comosix.appliance.nfs.codec.RecordReader;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.rpc.Peer;
import org.comosix.appliance.nfs.rpc.RpcServer;
import org.comosix.appliance.ops.Counters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection. Calls are handled as they lie in the received bytes, and no further while the
 * peer does not take its replies or too many of them wait for the disk: then nothing more is read
 * from it either, and TCP tells it so.
 */
final class RpcConnection extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(RpcConnection.class);

  /** A call to a read-only server is short; the longest is a WRITE that will be refused. */
  private static final int MAX_RECORD = 1 << 20;

  /** Replies of one connection that may wait for the disk. */
  private static final int MAX_WAITING = 64;

  private final Channel channel;
  private final Peer peer;
  private final RpcServer server;
  private final Counters<NfsEvent> counters;
  private final ReplyStream replies;
  private final RecordReader records = new RecordReader(MAX_RECORD);
  private final XdrReader reader = new XdrReader();
  private @Nullable ByteBuf received;
  private boolean handling;
  private boolean paused;

  RpcConnection(
      Channel channel, Peer peer, RpcServer server, ColdReads disk, Counters<NfsEvent> counters) {
    this.channel = channel;
    this.peer = peer;
    this.server = server;
    this.counters = counters;
    this.replies = new ReplyStream(channel, disk, this::resume);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    ByteBuf before = received;
    received =
        before == null
            ? bytes
            : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), before, bytes);
    if (!paused) {
      handleReceived();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    replies.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    resume();
  }

  private void resume() {
    if (paused && !handling && !mustPause()) {
      paused = false;
      handleReceived();
      replies.flush();
      if (!paused) {
        channel.config().setAutoRead(true);
      }
    }
  }

  private boolean mustPause() {
    return !channel.isWritable() || replies.waiting() >= MAX_WAITING;
  }

  private void handleReceived() {
    ByteBuf bytes = received;
    if (bytes == null) {
      return;
    }
    handling = true;
    try {
      ByteBuffer view = bytes.nioBuffer();
      boolean garbled = !handleRecords(view);
      bytes.skipBytes(view.position());
      if (garbled) {
        replies.flush();
        close();
      }
    } catch (MalformedCallException e) {
      counters.count(NfsEvent.RECORD_TOO_LONG);
      replies.flush();
      close();
    } finally {
      handling = false;
    }
    if (!bytes.isReadable()) {
      received = null;
      bytes.release();
    }
  }

  /** False when the rest of the stream cannot be trusted. */
  private boolean handleRecords(ByteBuffer view) {
    while (true) {
      while (!mustPause() && records.next(view)) {
        if (!handleOne()) {
          return false;
        }
      }
      if (!mustPause()) {
        return true;
      }
      replies.flush();
      if (mustPause()) {
        counters.count(NfsEvent.SLOW_READER_PAUSED);
        paused = true;
        channel.config().setAutoRead(false);
        return true;
      }
    }
  }

  private boolean handleOne() {
    RpcServer.Outcome outcome = server.handle(peer, records.read(reader), replies.begin());
    if (outcome == RpcServer.Outcome.REPLY) {
      replies.end();
    } else {
      replies.cancel();
    }
    return outcome != RpcServer.Outcome.GARBLED;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    replies.release();
    ByteBuf bytes = received;
    received = null;
    if (bytes != null) {
      bytes.release();
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof IdleStateEvent) {
      counters.count(NfsEvent.CONNECTION_IDLE);
      close();
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    counters.count(NfsEvent.CONNECTION_FAILED);
    boolean theirs = cause instanceof IOException;
    (theirs ? log.atDebug() : log.atError())
        .addKeyValue("address", peer.address())
        .setCause(cause)
        .log("nfs.connection.failed");
    close();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // A close that fails leaves nothing to do.
  private void close() {
    channel.close();
  }
}

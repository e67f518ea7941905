package org.comosix.appliance.tftp.transport;

import static org.comosix.appliance.tftp.TftpEvent.CLIENT_GONE;
import static org.comosix.appliance.tftp.TftpEvent.CONTENT_UNREADABLE;
import static org.comosix.appliance.tftp.TftpEvent.MALFORMED;
import static org.comosix.appliance.tftp.TftpEvent.RETRANSMISSION;
import static org.comosix.appliance.tftp.TftpEvent.SERVER_CLOSED;
import static org.comosix.appliance.tftp.TftpEvent.UNEXPECTED_PACKET;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.comosix.appliance.ops.Counters;
import org.comosix.appliance.tftp.TftpEvent;
import org.comosix.appliance.tftp.TftpTransfer;
import org.comosix.appliance.tftp.TransferStep;
import org.comosix.appliance.tftp.TransferStep.End;
import org.comosix.appliance.tftp.TransferStep.SendBlocks;
import org.comosix.appliance.tftp.codec.MalformedPacketException;
import org.comosix.appliance.tftp.codec.TftpCodec;
import org.comosix.appliance.tftp.codec.TftpPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.Ack;
import org.comosix.appliance.tftp.codec.TftpPacket.Data;
import org.comosix.appliance.tftp.codec.TftpPacket.ErrorPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.OptionAck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one transfer out: packets in, steps of {@link TftpTransfer} out. Lives on one event loop;
 * the disk is read elsewhere, one read at a time.
 */
final class TransferHandler extends SimpleChannelInboundHandler<DatagramPacket> {

  private static final Logger LOG = LoggerFactory.getLogger(TransferHandler.class);

  /** Read ahead at least this much, so that lock-step does not mean a disk read for each block. */
  private static final int READ_AHEAD = 64 * 1024;

  private final TftpTransfer transfer;
  private final BlockSource source;
  private final long size;
  private final InstantSource clock;
  private final Executor disk;
  private final Counters<TftpEvent> counters;
  private final BiConsumer<TftpEvent, String> whenOver;

  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private long chunkOffset;
  private Optional<SendBlocks> wanted = Optional.empty();
  private Optional<Instant> tickAt = Optional.empty();
  private boolean reading;
  private boolean over;
  private volatile boolean fresh = true;

  /**
   * @param whenOver told once how it ended, on the event loop
   */
  TransferHandler(
      TftpTransfer transfer,
      BlockSource source,
      long size,
      InstantSource clock,
      Executor disk,
      Counters<TftpEvent> counters,
      BiConsumer<TftpEvent, String> whenOver) {
    this.transfer = transfer;
    this.source = source;
    this.size = size;
    this.clock = clock;
    this.disk = disk;
    this.counters = counters;
    this.whenOver = whenOver;
  }

  /** Any thread. */
  boolean isFresh() {
    return fresh;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    perform(ctx, transfer.start(clock.instant()));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
    if (over) {
      return;
    }
    try {
      perform(ctx, decide(TftpCodec.decode(datagram.content().nioBuffer())));
    } catch (MalformedPacketException e) {
      counters.count(MALFORMED);
    }
  }

  private TransferStep decide(TftpPacket packet) {
    if (packet instanceof Ack ack) {
      TransferStep step = transfer.acknowledged(ack.block(), clock.instant());
      fresh = transfer.isFresh();
      return step;
    }
    if (packet instanceof ErrorPacket error) {
      return transfer.refused(error.code(), error.message());
    }
    return new TransferStep.Ignore(UNEXPECTED_PACKET);
  }

  /** The deadline moves with each ACK; it is looked at again when the earliest known has come. */
  private void scheduleTick(ChannelHandlerContext ctx) {
    Instant deadline = transfer.deadline();
    if (over || (tickAt.isPresent() && !deadline.isBefore(tickAt.get()))) {
      return;
    }
    tickAt = Optional.of(deadline);
    long millis = Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
    var unused = ctx.executor().schedule(() -> tick(ctx, deadline), millis, TimeUnit.MILLISECONDS);
  }

  private void tick(ChannelHandlerContext ctx, Instant scheduled) {
    boolean replacedByAnEarlierOne = tickAt.filter(scheduled::equals).isEmpty();
    if (over || replacedByAnEarlierOne) {
      return;
    }
    tickAt = Optional.empty();
    TransferStep step = transfer.tick(clock.instant());
    if (step instanceof SendBlocks || step instanceof TransferStep.SendOptions) {
      counters.count(RETRANSMISSION);
    }
    perform(ctx, step);
  }

  private void perform(ChannelHandlerContext ctx, TransferStep step) {
    if (step instanceof SendBlocks blocks) {
      wanted = Optional.of(blocks);
      sendWhenRead(ctx);
    } else if (step instanceof TransferStep.SendOptions options) {
      send(ctx, new OptionAck(options.options()));
    } else if (step instanceof TransferStep.Ignore ignored) {
      counters.count(ignored.why());
    } else if (step instanceof End end) {
      end(ctx, end.how(), end.detail());
    }
    scheduleTick(ctx);
  }

  /** Sends the wanted window if its bytes are here, else has them read; the last wish counts. */
  private void sendWhenRead(ChannelHandlerContext ctx) {
    if (wanted.isEmpty() || reading || over) {
      return;
    }
    SendBlocks blocks = wanted.get();
    long from = transfer.offsetOf(blocks.first());
    long last = blocks.first() + blocks.count() - 1;
    long to = transfer.offsetOf(last) + transfer.lengthOf(last);
    if (from >= chunkOffset && to <= chunkOffset + chunk.limit()) {
      wanted = Optional.empty();
      sendBlocks(ctx, blocks);
      return;
    }
    reading = true;
    int length = (int) Math.min(Math.max(to - from, READ_AHEAD), size - from);
    disk.execute(() -> readChunk(ctx, from, length));
  }

  private void readChunk(ChannelHandlerContext ctx, long offset, int length) {
    try {
      ByteBuffer bytes = source.read(offset, length);
      ctx.executor().execute(() -> chunkIsHere(ctx, offset, bytes));
    } catch (IOException | RuntimeException e) {
      LOG.atError().setCause(e).log("tftp.disk");
      ctx.executor().execute(() -> unreadable(ctx, e));
    }
  }

  private void chunkIsHere(ChannelHandlerContext ctx, long offset, ByteBuffer bytes) {
    reading = false;
    chunk = bytes;
    chunkOffset = offset;
    closeSourceIfOver();
    sendWhenRead(ctx);
  }

  private void unreadable(ChannelHandlerContext ctx, Exception cause) {
    reading = false;
    fail(ctx, CONTENT_UNREADABLE, "the file cannot be read: " + cause.getMessage());
    closeSourceIfOver();
  }

  private void sendBlocks(ChannelHandlerContext ctx, SendBlocks blocks) {
    for (long block = blocks.first(); block < blocks.first() + blocks.count(); block++) {
      int start = (int) (transfer.offsetOf(block) - chunkOffset);
      ByteBuffer data = chunk.slice(start, transfer.lengthOf(block));
      var unused = ctx.write(packet(new Data(TftpTransfer.wireNumber(block), data)));
    }
    ctx.flush();
  }

  private static ByteBuf packet(TftpPacket packet) {
    return Unpooled.wrappedBuffer(TftpCodec.encode(packet));
  }

  private static void send(ChannelHandlerContext ctx, TftpPacket packet) {
    var unused = ctx.writeAndFlush(packet(packet));
  }

  /** Ends it from our side: the client is told. On the event loop. */
  void fail(ChannelHandlerContext ctx, TftpEvent how, String detail) {
    if (!over) {
      send(ctx, new ErrorPacket(0, detail));
      end(ctx, how, detail);
    }
  }

  private void end(ChannelHandlerContext ctx, TftpEvent how, String detail) {
    if (over) {
      return;
    }
    over = true;
    counters.count(how);
    whenOver.accept(how, detail);
    closeSourceIfOver();
    var unused = ctx.close();
  }

  private void closeSourceIfOver() {
    if (over && !reading) {
      disk.execute(source::close);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    end(ctx, SERVER_CLOSED, "the server was shut down at " + transfer.progress());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      end(ctx, CLIENT_GONE, "the client's port was closed at " + transfer.progress());
      return;
    }
    LOG.atError().setCause(cause).log("tftp.bug");
    fail(ctx, CONTENT_UNREADABLE, "internal error");
  }

  /** Ends it because the client began another one; while options are negotiated that is normal. */
  void supersede(ChannelHandlerContext ctx) {
    TftpEvent how = transfer.isNegotiating() ? TftpEvent.SIZE_PROBE : TftpEvent.SUPERSEDED;
    end(ctx, how, "the client asked for something else at " + transfer.progress());
  }
}

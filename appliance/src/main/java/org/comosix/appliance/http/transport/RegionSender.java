package org.comosix.appliance.http.transport;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.function.Consumer;
import org.comosix.appliance.http.HttpAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends part of a file by sendfile, piece by piece: each piece is brought into memory first, and
 * the next is begun when the client has taken the last. On the connection's event loop.
 */
final class RegionSender {

  private static final Logger LOG = LoggerFactory.getLogger(RegionSender.class);
  private static final long PIECE = 1024 * 1024;

  /** How far it is. */
  enum Progress {
    /** A piece was taken; more follow. */
    PIECE,
    DONE,
    /** The connection is gone. */
    BROKEN,
    /** Our disk failed: what was promised in Content-Length cannot be kept. */
    UNREADABLE
  }

  private final ChannelHandlerContext ctx;
  private final HttpAnswer.Region region;
  private final PageWarmer warmer;
  private final Consumer<Progress> progress;
  private long position;

  RegionSender(
      ChannelHandlerContext ctx,
      HttpAnswer.Region region,
      PageWarmer warmer,
      Consumer<Progress> progress) {
    this.ctx = ctx;
    this.region = region;
    this.warmer = warmer;
    this.progress = progress;
  }

  void start() {
    nextPiece();
  }

  private void nextPiece() {
    if (position == region.length()) {
      ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
          .addListener(end -> progress.accept(end.isSuccess() ? Progress.DONE : Progress.BROKEN));
      return;
    }
    long offset = region.offset() + position;
    long length = Math.min(PIECE, region.length() - position);
    warmer.warm(
        region.file(), offset, length, () -> onLoop(() -> send(offset, length)), this::unreadable);
  }

  private void send(long offset, long length) {
    ChannelFuture written =
        ctx.writeAndFlush(new DefaultFileRegion(region.file().toFile(), offset, length));
    written.addListener(result -> sent(length, written));
  }

  private void sent(long length, ChannelFuture written) {
    if (!written.isSuccess()) {
      progress.accept(Progress.BROKEN);
      return;
    }
    position += length;
    progress.accept(Progress.PIECE);
    nextPiece();
  }

  private void unreadable(IOException problem) {
    LOG.atError().setCause(problem).addKeyValue("file", region.file()).log("http.disk");
    onLoop(() -> progress.accept(Progress.UNREADABLE));
  }

  private void onLoop(Runnable task) {
    if (ctx.executor().inEventLoop()) {
      task.run();
    } else {
      ctx.executor().execute(task);
    }
  }
}

package org.comosix.appliance.control.transport;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.comosix.appliance.control.ControlCommands;
import org.comosix.appliance.control.ControlRefusedException.Kind;

/** One peer: a line, its answer, the next line. */
final class ControlConnection extends SimpleChannelInboundHandler<String> {

  private final ControlCommands commands;
  private final Executor executor;
  private boolean busy;

  ControlConnection(ControlCommands commands, Executor executor) {
    this.commands = commands;
    this.executor = executor;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, String line) {
    if (busy) {
      refuse(context, "a request came before the answer to the one before it");
      return;
    }
    busy = true;
    executor.execute(
        () -> {
          String answer = commands.answer(line);
          try {
            context.executor().execute(() -> tell(context, answer));
          } catch (RejectedExecutionException e) {
            // The appliance stops: nobody is left to be told.
          }
        });
  }

  private void tell(ChannelHandlerContext context, String answer) {
    busy = false;
    context.writeAndFlush(answer + "\n").addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private static void refuse(ChannelHandlerContext context, String problem) {
    context
        .writeAndFlush(ControlCommands.refusal(Kind.REQUEST, List.of(problem)) + "\n")
        .addListener(ChannelFutureListener.CLOSE);
  }

  /** A line that is too long, a peer that is too slow or gone: none of our faults. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      refuse(context, "the request is too long");
    } else {
      var unused = context.close();
    }
  }
}

package org.comosix.appliance.dns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.dns.DnsOutcome;
import org.comosix.appliance.dns.DropReason;
import org.comosix.appliance.dns.TransferMessages;
import org.comosix.appliance.dns.Via;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the queries of one connection; several may be under way, and those that have to be asked
 * elsewhere are answered when they are (RFC 7766, section 6.2.1.1). Reads no more from a client
 * that does not take its answers, and makes no more of a zone transfer than its client takes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for a connection to close.
final class TcpHandler extends SimpleChannelInboundHandler<ByteBuf> {

  private static final Logger log = LoggerFactory.getLogger(TcpHandler.class);

  /** What one read may bring beside the query for a transfer. */
  private static final int MOST_WAITING = 64;

  /** Then others that the event loop serves have their turn. */
  private static final int MESSAGES_IN_A_ROW = 4;

  private final Answering answering;
  private final Deque<ByteBuf> waiting = new ArrayDeque<>();
  private Optional<TransferMessages> transfer = Optional.empty();
  private boolean comesAgain;
  private boolean progressed;

  TcpHandler(Answering answering) {
    this.answering = answering;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
    if (transfer.isEmpty()) {
      answer(context, message);
    } else if (waiting.size() < MOST_WAITING) {
      waiting.add(message.retain());
    } else {
      answering.dropped(DropReason.TOO_MANY_QUERIES_WAITING);
      context.close();
    }
  }

  private void answer(ChannelHandlerContext context, ByteBuf message) {
    InetAddress client = ((InetSocketAddress) context.channel().remoteAddress()).getAddress();
    DnsOutcome outcome =
        answering.answer(
            message,
            client,
            Via.TCP,
            response -> context.writeAndFlush(framed(context, response), context.voidPromise()));
    if (outcome instanceof DnsOutcome.Reply reply) {
      write(context, reply.message());
    } else if (outcome instanceof DnsOutcome.Transfer begun) {
      transfer = Optional.of(begun.messages());
      context.channel().config().setAutoRead(false);
      send(context);
    } else if (outcome instanceof DnsOutcome.Drop) {
      // What is no query once will hardly be followed by one.
      context.close();
    }
  }

  /** What fails to leave is told to {@link #exceptionCaught}: that is what a void promise does. */
  private static void write(ChannelHandlerContext context, byte[] bytes) {
    context.write(framed(context, bytes), context.voidPromise());
  }

  private static ByteBuf framed(ChannelHandlerContext context, byte[] response) {
    return context
        .alloc()
        .buffer(Short.BYTES + response.length)
        .writeShort(response.length)
        .writeBytes(response);
  }

  /** Goes on with the transfer as far as the client takes it. */
  private void send(ChannelHandlerContext context) {
    comesAgain = false;
    if (transfer.isEmpty()) {
      return;
    }
    try {
      for (int i = 0; i < MESSAGES_IN_A_ROW && context.channel().isWritable(); i++) {
        Optional<byte[]> message = transfer.get().next();
        if (message.isEmpty()) {
          ended(context);
          return;
        }
        write(context, message.get());
        progressed = true;
      }
    } catch (RuntimeException e) {
      answering.fault(e);
      context.close();
      return;
    }
    context.flush();
    if (context.channel().isWritable()) {
      afterOthers(context);
    }
  }

  /**
   * A task that a task hands to its event loop runs before any socket is looked at, for up to a
   * second; one that is due at a time, however soon, runs after.
   */
  private void afterOthers(ChannelHandlerContext context) {
    if (!comesAgain) {
      comesAgain = true;
      context.executor().schedule(() -> send(context), 1, TimeUnit.NANOSECONDS);
    }
  }

  private void ended(ChannelHandlerContext context) {
    giveUp();
    while (transfer.isEmpty() && !waiting.isEmpty()) {
      ByteBuf next = waiting.poll();
      try {
        answer(context, next);
      } finally {
        next.release();
      }
    }
    context.flush();
    if (transfer.isEmpty()) {
      context.channel().config().setAutoRead(context.channel().isWritable());
    }
  }

  private void giveUp() {
    transfer.ifPresent(TransferMessages::close);
    transfer = Optional.empty();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (transfer.isEmpty()) {
      context.channel().config().setAutoRead(context.channel().isWritable());
    } else if (context.channel().isWritable()) {
      // Told in the middle of a flush: what is written now would still belong to it.
      afterOthers(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    giveUp();
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  /** During a transfer nothing is read; then it is the client that must take something. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      boolean goesOn = transfer.isPresent() && progressed;
      progressed = false;
      if (!goesOn) {
        answering.dropped(DropReason.IDLE_CONNECTION);
        context.close();
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.atDebug().addKeyValue("cause", cause).log("dns.tcp-error");
    context.close();
  }
}

package org.comosix.appliance.control.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.PeerCredentials;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.comosix.appliance.control.ControlCommands;
import org.comosix.appliance.control.ControlProtocol;
import org.comosix.appliance.control.ControlRefusedException.Kind;
import org.comosix.appliance.ops.ControlSocketFile;
import org.comosix.appliance.transport.NettyRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the control socket. Everything about a peer is bounded: how many there are, how long a
 * line is, how long it may be silent or deaf. Commands run one after the other on a thread of their
 * own, so that neither a waiting command nor a slow peer holds an event loop.
 */
public final class ControlService implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ControlService.class);
  private static final int MOST_PEERS = 16;

  private final NettyRuntime runtime;
  private final ControlSocketFile file;
  private final ControlCommands commands;
  private final Duration patience;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(ControlService::daemon);
  private final AtomicInteger peers = new AtomicInteger();
  private Optional<Channel> listening = Optional.empty();

  public ControlService(NettyRuntime runtime, ControlSocketFile file, ControlCommands commands) {
    this(runtime, file, commands, ControlProtocol.PATIENCE);
  }

  ControlService(
      NettyRuntime runtime, ControlSocketFile file, ControlCommands commands, Duration patience) {
    this.runtime = runtime;
    this.file = file;
    this.commands = commands;
    this.patience = patience;
  }

  /** Listens; where that fails, it is said and the appliance serves without it. */
  public void start() {
    if (!runtime.isEpoll()) {
      cannot("native epoll does not load, and with it who asks cannot be known");
      return;
    }
    try {
      file.removeStale();
      ChannelFuture bound =
          new ServerBootstrap()
              .group(runtime.loops())
              .channel(EpollServerDomainSocketChannel.class)
              .childHandler(new Peer())
              .bind(new DomainSocketAddress(file.path().toString()))
              .awaitUninterruptibly();
      if (!bound.isSuccess()) {
        cannot(String.valueOf(bound.cause().getMessage()));
        return;
      }
      listening = Optional.of(bound.channel());
      file.protect();
    } catch (IOException e) {
      cannot(e.toString());
      close();
    }
  }

  private void cannot(String reason) {
    log.atWarn()
        .addKeyValue("socket", file.path())
        .addKeyValue("reason", reason)
        .log("control.not-listening");
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "control");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    listening.ifPresent(
        channel -> {
          channel.close().awaitUninterruptibly();
          file.remove();
        });
    listening = Optional.empty();
    executor.shutdown();
  }

  private final class Peer extends ChannelInitializer<EpollDomainSocketChannel> {

    @Override
    protected void initChannel(EpollDomainSocketChannel channel) throws IOException {
      channel.closeFuture().addListener(closed -> peers.decrementAndGet());
      channel.pipeline().addLast(new StringEncoder(StandardCharsets.UTF_8));
      PeerCredentials peer = channel.peerCredentials();
      if (peers.incrementAndGet() > MOST_PEERS) {
        refuse(channel, Kind.REFUSED, "too many connections");
      } else if (!new PeerCheck(file.ownUser(), file.isForAGroup()).admits(peer.uid())) {
        log.atWarn()
            .addKeyValue("uid", peer.uid())
            .addKeyValue("pid", peer.pid())
            .log("control.peer-refused");
        refuse(channel, Kind.PERMISSION, "not permitted for user " + peer.uid());
      } else {
        channel
            .pipeline()
            .addLast(new ReadTimeoutHandler(patience.toMillis(), TimeUnit.MILLISECONDS))
            .addLast(new WriteTimeoutHandler(patience.toMillis(), TimeUnit.MILLISECONDS))
            .addLast(new LineBasedFrameDecoder(ControlProtocol.MAX_REQUEST, true, true))
            .addLast(new StringDecoder(StandardCharsets.UTF_8))
            .addLast(new ControlConnection(commands, executor));
      }
    }

    private void refuse(Channel channel, Kind kind, String problem) {
      channel
          .writeAndFlush(ControlCommands.refusal(kind, List.of(problem)) + "\n")
          .addListener(ChannelFutureListener.CLOSE);
    }
  }
}

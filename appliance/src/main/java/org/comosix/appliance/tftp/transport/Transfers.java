package org.comosix.appliance.tftp.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.comosix.appliance.boot.BootFile;
import org.comosix.appliance.boot.BootObserver;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.ops.Counters;
import org.comosix.appliance.tftp.Netascii;
import org.comosix.appliance.tftp.TftpAnswer;
import org.comosix.appliance.tftp.TftpEvent;
import org.comosix.appliance.tftp.TftpLimits;
import org.comosix.appliance.tftp.TftpOptions;
import org.comosix.appliance.tftp.TftpTransfer;
import org.comosix.appliance.tftp.TransferSlots;
import org.comosix.appliance.tftp.TransferSlots.Admission;
import org.comosix.appliance.tftp.TransferSlots.Port;
import org.comosix.appliance.tftp.codec.TftpCodec;
import org.comosix.appliance.tftp.codec.TftpPacket.ErrorPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.ReadRequest;
import org.comosix.appliance.transport.UdpSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins transfers, each on a socket of its own, and tells how they ended. Any event loop. */
final class Transfers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);

  /** A client sends ACK and ERROR only. */
  private static final int MAX_DATAGRAM = 1024;

  private final UdpSocketFactory sockets;
  private final TftpLimits limits;
  private final TransferSlots<Entry> slots;
  private final BootObserver observer;
  private final InstantSource clock;
  private final Executor disk;
  private final Counters<TftpEvent> counters;

  Transfers(
      UdpSocketFactory sockets,
      TftpLimits limits,
      BootObserver observer,
      InstantSource clock,
      Executor disk,
      Counters<TftpEvent> counters) {
    this.sockets = sockets;
    this.limits = limits;
    this.slots = new TransferSlots<>(limits);
    this.observer = observer;
    this.clock = clock;
    this.disk = disk;
    this.counters = counters;
  }

  /** Takes a slot; then the file is opened off the event loop, and then the first packet leaves. */
  void begin(
      Channel listener,
      Ipv4Address server,
      Port client,
      ReadRequest request,
      TftpAnswer.Transfer answer) {
    Entry entry = new Entry(listener, server, client, request, answer.file());
    Admission<Entry> admission = slots.admit(client, entry, before -> before.isSameAs(request));
    if (admission.refused().isPresent()) {
      counters.count(admission.refused().get());
      return;
    }
    admission.superseded().ifPresent(Entry::supersede);
    counters.count(TftpEvent.STARTED);
    disk.execute(() -> open(entry, answer.netascii()));
  }

  private void open(Entry entry, boolean netascii) {
    try {
      BootFile file = entry.file;
      if (netascii) {
        byte[] text = Netascii.encode(BlockSources.readAll(file));
        connect(entry, new BlockSources.BytesSource(text), text.length);
      } else {
        connect(entry, BlockSources.open(file.content()), file.size());
      }
    } catch (IOException | RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("file", entry.file.name()).log("tftp.disk");
      InetSocketAddress to = entry.peer();
      ErrorPacket error = new ErrorPacket(0, "the file cannot be read");
      var unused =
          entry.listener.writeAndFlush(
              new DatagramPacket(Unpooled.wrappedBuffer(TftpCodec.encode(error)), to));
      notStarted(entry, TftpEvent.CONTENT_UNREADABLE, "the file cannot be read");
    }
  }

  private void connect(Entry entry, BlockSource source, long size) {
    TftpOptions options = TftpOptions.negotiate(entry.request.options(), size, limits);
    TransferHandler handler =
        new TransferHandler(
            new TftpTransfer(size, options, limits, clock.instant()),
            source,
            size,
            clock,
            disk,
            counters,
            (how, detail) -> over(entry, how, detail));
    ChannelFuture connected =
        sockets.connect(
            entry.listener.eventLoop(), entry.server, entry.peer(), MAX_DATAGRAM, handler);
    entry.started(handler, connected.channel());
    connected.addListener(
        result -> {
          if (!result.isSuccess()) {
            source.close();
            notStarted(entry, TftpEvent.NO_SOCKET, "no socket: " + result.cause().getMessage());
          }
        });
  }

  private void notStarted(Entry entry, TftpEvent how, String detail) {
    counters.count(how);
    over(entry, how, detail);
  }

  private void over(Entry entry, TftpEvent how, String detail) {
    slots.release(entry.client, entry);
    String name = entry.file.name();
    LOG.atDebug()
        .addKeyValue("address", entry.client.address())
        .addKeyValue("file", name)
        .addKeyValue("result", how)
        .addKeyValue("detail", detail)
        .log("tftp.transfer");
    switch (how) {
      case COMPLETE -> tell(entry, entry.file.stage(), name + " " + detail + " by TFTP");
      case SIZE_PROBE, SUPERSEDED, SERVER_CLOSED -> {}
      default -> tell(entry, BootStage.FAILED, name + " by TFTP: " + detail);
    }
  }

  private void tell(Entry entry, BootStage stage, String detail) {
    observer.observed(
        new BootFact(clock.instant(), stage, entry.client.address(), Optional.empty(), detail));
  }

  @Override
  public void close() {
    slots.all().forEach(Entry::close);
  }

  /** One slot: a transfer from its request on. */
  private static final class Entry {

    private final Channel listener;
    private final Ipv4Address server;
    private final Port client;
    private final ReadRequest request;
    private final BootFile file;
    private Optional<TransferHandler> handler = Optional.empty();
    private Optional<Channel> channel = Optional.empty();
    private boolean superseded;

    Entry(Channel listener, Ipv4Address server, Port client, ReadRequest request, BootFile file) {
      this.listener = listener;
      this.server = server;
      this.client = client;
      this.request = request;
      this.file = file;
    }

    InetSocketAddress peer() {
      return new InetSocketAddress(client.address().toInetAddress(), client.port());
    }

    synchronized boolean isSameAs(ReadRequest again) {
      return request.equals(again) && handler.map(TransferHandler::isFresh).orElse(true);
    }

    synchronized void started(TransferHandler newHandler, Channel newChannel) {
      handler = Optional.of(newHandler);
      channel = Optional.of(newChannel);
      if (superseded) {
        supersede();
      }
    }

    synchronized void supersede() {
      superseded = true;
      channel.ifPresent(open -> open.eventLoop().execute(() -> supersede(open)));
    }

    private static void supersede(Channel open) {
      var context = open.pipeline().context(TransferHandler.class);
      if (context != null && context.handler() instanceof TransferHandler going) {
        going.supersede(context);
      }
    }

    synchronized void close() {
      channel.ifPresent(
          open -> {
            var unused = open.close();
          });
    }
  }
}

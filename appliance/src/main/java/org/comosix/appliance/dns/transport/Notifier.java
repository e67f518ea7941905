package org.comosix.appliance.dns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.dns.Notices;
import org.comosix.appliance.dns.Secondary;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.UdpSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells secondaries which zones changed, by UDP, from an address of ours: there they ask for the
 * change. A secondary has a socket of its own as long as it owes us an answer. All state belongs to
 * one event loop; the methods are for any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails to leave is sent again.
public final class Notifier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Notifier.class);

  private static final int MAX_RESPONSE = 1232;

  private final EventLoop loop;
  private final UdpSocketFactory sockets;
  private final List<Ipv4Address> listen;
  private final Map<Secondary, ChannelFuture> open = new HashMap<>();
  private final Notices notices;

  /**
   * Opens nothing yet.
   *
   * @param listen the addresses that secondaries may know us by
   */
  public Notifier(NettyRuntime runtime, List<Ipv4Address> listen, InstantSource clock) {
    this.loop = runtime.loops().next();
    this.sockets = new UdpSocketFactory(runtime);
    this.listen = List.copyOf(listen);
    this.notices = new Notices(new OnTheLoop(clock));
  }

  /** Who is told from now on; the others are given up. */
  public void secondaries(List<Secondary> told) {
    List<Secondary> next = List.copyOf(told);
    loop.execute(() -> notices.secondaries(next));
  }

  /** Zones have another content. */
  public void changed(Collection<DomainName> zones) {
    List<DomainName> apexes = List.copyOf(zones);
    loop.execute(() -> notices.changed(apexes));
  }

  private ChannelFuture socket(Secondary secondary) {
    return sockets.connect(
        loop,
        local(secondary.address()),
        secondary.address(),
        MAX_RESPONSE,
        new Responses(secondary));
  }

  /**
   * The one of our addresses from which the kernel would send there. Secondaries take a NOTIFY only
   * from an address that they know as their primary's, so that it is never another one.
   */
  private Ipv4Address local(InetSocketAddress peer) {
    Optional<Ipv4Address> chosen = Optional.empty();
    try (DatagramSocket unsent = new DatagramSocket()) {
      unsent.connect(peer);
      if (unsent.getLocalAddress() instanceof Inet4Address address) {
        chosen = Optional.of(Ipv4Address.of(address));
      }
    } catch (IOException e) {
      log.atDebug().addKeyValue("secondary", peer).addKeyValue("cause", e).log("dns.no-route");
    }
    return chosen.filter(listen::contains).orElse(listen.get(0));
  }

  private final class OnTheLoop implements Notices.Surroundings {

    private final InstantSource clock;

    OnTheLoop(InstantSource clock) {
      this.clock = clock;
    }

    @Override
    public void send(Secondary secondary, byte[] message) {
      ChannelFuture socket = open.computeIfAbsent(secondary, Notifier.this::socket);
      socket.addListener(
          opened -> {
            if (opened.isSuccess()) {
              Channel channel = socket.channel();
              ByteBuf content = channel.alloc().directBuffer(message.length).writeBytes(message);
              channel.writeAndFlush(content);
            } else {
              log.atDebug().addKeyValue("cause", opened.cause()).log("dns.notify-error");
              open.remove(secondary, socket);
            }
          });
    }

    @Override
    public void isQuiet(Secondary secondary) {
      Optional.ofNullable(open.remove(secondary)).ifPresent(socket -> socket.channel().close());
    }

    @Override
    public Future<?> later(long millis, Runnable task) {
      return loop.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public long nowSeconds() {
      return clock.instant().getEpochSecond();
    }
  }

  private final class Responses extends SimpleChannelInboundHandler<DatagramPacket> {

    private final Secondary secondary;

    Responses(Secondary secondary) {
      this.secondary = secondary;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      notices.received(secondary, ByteBufUtil.getBytes(packet.content()));
    }

    /** Nobody listens there at the moment (ICMP): it is told again. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      log.atDebug().addKeyValue("cause", cause).log("dns.notify-error");
    }
  }

  @Override
  public void close() {
    loop.submit(notices::close).awaitUninterruptibly();
  }
}

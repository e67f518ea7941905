package org.comosix.appliance.dns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.NotifyMessage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.ListenException;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.UdpSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells secondaries which zones changed, from one of our own addresses: there they ask for the
 * change. Each zone at most once in a few seconds, however often it changes. All state belongs to
 * one event loop; the methods are for any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1996">RFC 1996</a>
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails to leave is sent again.
public final class Notifier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Notifier.class);

  /** A change has its serial when its second is over. */
  private static final long SETTLE_MILLIS = 1100;

  private static final long REST_MILLIS = 3000;

  /** Doubled with each attempt. */
  private static final long FIRST_WAIT_MILLIS = 1000;

  private static final int ATTEMPTS = 6;

  /** Zones that wait, and messages without a response. */
  private static final int MOST = 4096;

  private static final int MAX_RESPONSE = 1232;

  private record Told(DomainName zone, InetSocketAddress secondary) {}

  private static final class Attempt {
    private final Told told;
    private final int id;
    private int sent;
    private Optional<Future<?>> again = Optional.empty();

    Attempt(Told told, int id) {
      this.told = told;
      this.id = id;
    }
  }

  private final Channel channel;
  private List<InetSocketAddress> secondaries = List.of();
  private final Set<DomainName> changed = new HashSet<>();
  private final Set<DomainName> resting = new HashSet<>();
  private final Map<Told, Attempt> unanswered = new HashMap<>();
  private final Map<Integer, Attempt> byId = new HashMap<>();
  private final Set<InetSocketAddress> silent = new HashSet<>();
  private int lastId;

  private Notifier(NettyRuntime runtime, Ipv4Address local) {
    channel = new UdpSocketFactory(runtime).listen(local, 0, new Responses());
  }

  /**
   * Opens its socket.
   *
   * @param local the address of ours that secondaries know
   * @throws ListenException the system refused
   */
  public static Notifier open(NettyRuntime runtime, Ipv4Address local) {
    return new Notifier(runtime, local);
  }

  /** Who is told from now on; the others are given up. */
  public void secondaries(List<InetSocketAddress> told) {
    List<InetSocketAddress> next = List.copyOf(told);
    channel.eventLoop().execute(() -> replace(next));
  }

  private void replace(List<InetSocketAddress> next) {
    secondaries = next;
    for (Attempt attempt : new ArrayList<>(unanswered.values())) {
      if (!next.contains(attempt.told.secondary())) {
        done(attempt);
      }
    }
  }

  /** Zones have another content. */
  public void changed(Collection<DomainName> zones) {
    List<DomainName> apexes = List.copyOf(zones);
    channel.eventLoop().execute(() -> apexes.forEach(this::note));
  }

  private void note(DomainName zone) {
    if (!secondaries.isEmpty()
        && changed.size() < MOST
        && changed.add(zone)
        && !resting.contains(zone)) {
      later(() -> tell(zone), SETTLE_MILLIS);
    }
  }

  private void tell(DomainName zone) {
    changed.remove(zone);
    resting.add(zone);
    later(() -> rested(zone), REST_MILLIS);
    for (InetSocketAddress secondary : secondaries) {
      Told told = new Told(zone, secondary);
      Optional.ofNullable(unanswered.get(told)).ifPresent(this::done);
      if (unanswered.size() < MOST) {
        Attempt attempt = new Attempt(told, freeId());
        unanswered.put(told, attempt);
        byId.put(attempt.id, attempt);
        send(attempt);
      }
    }
  }

  private void rested(DomainName zone) {
    resting.remove(zone);
    if (changed.contains(zone)) {
      later(() -> tell(zone), SETTLE_MILLIS);
    }
  }

  /** There are far fewer at one time than there are numbers. */
  private int freeId() {
    do {
      lastId = (lastId + 1) & 0xffff;
    } while (byId.containsKey(lastId));
    return lastId;
  }

  private void send(Attempt attempt) {
    if (attempt.sent == ATTEMPTS) {
      done(attempt);
      complain(attempt.told, "no-answer");
      return;
    }
    byte[] message = NotifyMessage.encode(attempt.id, attempt.told.zone());
    ByteBuf content = channel.alloc().directBuffer(message.length).writeBytes(message);
    channel.writeAndFlush(new DatagramPacket(content, attempt.told.secondary()));
    long wait = FIRST_WAIT_MILLIS << attempt.sent++;
    attempt.again = Optional.of(later(() -> send(attempt), wait));
  }

  private void done(Attempt attempt) {
    attempt.again.ifPresent(again -> again.cancel(false));
    unanswered.remove(attempt.told);
    byId.remove(attempt.id);
  }

  /** Once, until it takes one again. */
  private void complain(Told told, String what) {
    if (silent.add(told.secondary())) {
      log.atWarn()
          .addKeyValue("secondary", told.secondary())
          .addKeyValue("zone", told.zone())
          .addKeyValue("reason", what)
          .log("dns.notify-failed");
    }
  }

  private Future<?> later(Runnable task, long millis) {
    return channel.eventLoop().schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  private void answered(InetSocketAddress from, byte[] message) {
    if (!NotifyMessage.isResponse(message)) {
      return;
    }
    Optional.ofNullable(byId.get(NotifyMessage.id(message)))
        .filter(attempt -> attempt.told.secondary().equals(from))
        .ifPresent(
            attempt -> {
              done(attempt);
              int rcode = NotifyMessage.rcode(message);
              if (rcode == 0) {
                silent.remove(from);
              } else {
                complain(attempt.told, "rcode-" + rcode);
              }
            });
  }

  private final class Responses extends SimpleChannelInboundHandler<DatagramPacket> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      if (packet.content().readableBytes() <= MAX_RESPONSE) {
        answered(packet.sender(), ByteBufUtil.getBytes(packet.content()));
      }
    }

    /** Nobody listens there at the moment (ICMP): it is asked again. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      log.atDebug().addKeyValue("cause", cause).log("dns.notify-error");
    }
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    channel.eventLoop().execute(() -> new ArrayList<>(unanswered.values()).forEach(this::done));
  }
}

package org.comosix.appliance.dhcp.transport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.comosix.appliance.boot.BootObserver;
import org.comosix.appliance.dhcp.DhcpCounters;
import org.comosix.appliance.dhcp.DhcpOutcome;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.IgnoreReason;
import org.comosix.appliance.dhcp.ReplyRoute;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.transport.UdpSocketFactory;

/**
 * DHCP on the wire: one socket for each interface, one queue, one thread.
 *
 * <p>The thread takes whatever is waiting as one batch, has it decided and forced to disk, and then
 * sends all its replies: under load a force is shared by many leases, and alone a client waits for
 * nobody.
 */
final class DhcpEndpoint implements AutoCloseable {

  private static final long IDLE_MILLISECONDS = 1000;
  private static final long MORE_TO_EXPIRE_MILLISECONDS = 1;
  private static final Duration CLOSE_TIME = Duration.ofSeconds(5);
  private static final int LINES_A_SECOND = 200;

  private final LeaseTasks tasks = new LeaseTasks(this::wake);
  private final PacketQueue queue;
  private final PacketGate gate;
  private final Map<ServedInterface, DhcpSocket> sockets = new HashMap<>();
  private final DhcpPorts ports;
  private final DhcpBatch batch;
  private final LeaseBook leases;
  private final DhcpCounters counters;
  private final Drops drops;
  private final BootObserver observer;
  private final DhcpConflicts conflicts;
  private final InstantSource clock;
  private final Thread thread;
  private final BatchSize size = new BatchSize();
  private final Pace pace = new Pace();
  private final LineBudget lines = new LineBudget(LINES_A_SECOND, DhcpLog::leftOut);

  private volatile boolean closing;
  private boolean expired = true;
  private Instant lastExpiry = Instant.MAX;

  DhcpEndpoint(
      DhcpPorts ports,
      PacketQueue queue,
      PacketGate gate,
      DhcpBatch batch,
      LeaseBook leases,
      DhcpCounters counters,
      Drops drops,
      BootObserver observer,
      DhcpConflicts conflicts,
      InstantSource clock,
      ThreadFactory threads) {
    this.ports = ports;
    this.queue = queue;
    this.gate = gate;
    this.batch = batch;
    this.leases = leases;
    this.counters = counters;
    this.drops = drops;
    this.observer = observer;
    this.conflicts = conflicts;
    this.clock = clock;
    this.thread = threads.newThread(this::run);
  }

  /**
   * Binds and serves.
   *
   * @throws org.comosix.appliance.transport.ListenException the system refused one; none is bound
   *     then
   */
  void start(UdpSocketFactory factory, List<ServedInterface> interfaces) {
    try {
      for (ServedInterface served : interfaces) {
        sockets.put(served, DhcpSocket.open(factory, served, ports.server(), this::received));
      }
    } catch (RuntimeException e) {
      sockets.values().forEach(DhcpSocket::close);
      throw e;
    }
    thread.start();
  }

  /** The port on this interface, by its name. */
  int port(String networkInterface) {
    return sockets.values().stream()
        .filter(socket -> socket.served().name().equals(networkInterface))
        .findFirst()
        .orElseThrow()
        .port();
  }

  private void run() {
    while (!closing) {
      int allowed = allowed();
      List<ReceivedPacket> packets =
          queue.take(
              allowed,
              conflicts.millisecondsToNext(
                  expired ? IDLE_MILLISECONDS : MORE_TO_EXPIRE_MILLISECONDS));
      pace.took(packets.size());
      try {
        tasks.runAll();
        expireOnceASecond();
        List<DhcpQuery> again = conflicts.settle();
        if (!packets.isEmpty() || !again.isEmpty() || leases.hasStaged()) {
          Instant begin = clock.instant();
          List<DhcpBatch.Decided> decided = batch.decide(again, packets);
          size.took(packets.size(), Duration.between(begin, clock.instant()));
          decided.forEach(this::send);
          sockets.values().forEach(DhcpSocket::flush);
          decided.forEach(this::tell);
        }
      } catch (RuntimeException e) {
        packets.forEach(packet -> counters.countIgnored(IgnoreReason.INTERNAL_ERROR));
        packets.stream()
            .findFirst()
            .ifPresent(packet -> DhcpLog.ourFault(packet.arrival(), Optional.of(packet), e));
      }
    }
  }

  /** Waits until something may be answered; never long. */
  private int allowed() {
    int allowed = pace.allowed(size.next(), clock.millis());
    while (allowed == 0 && !closing) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Pace.PAUSE_MILLISECONDS));
      allowed = pace.allowed(size.next(), clock.millis());
    }
    return allowed;
  }

  private void received(ReceivedPacket packet) {
    pace.arrived(clock.millis());
    gate.received(packet);
  }

  private void wake() {
    queue.wake();
  }

  /** Work for the DHCP thread, done between batches. */
  LeaseTasks tasks() {
    return tasks;
  }

  private void expireOnceASecond() {
    Instant now = clock.instant();
    // Before the last one too: the clock was set back.
    if (!expired
        || now.isBefore(lastExpiry)
        || !now.isBefore(lastExpiry.plusMillis(IDLE_MILLISECONDS))) {
      lastExpiry = now;
      lines.renew(now);
      expired = leases.expire();
      sockets.values().forEach(socket -> drops.unheard(socket.served(), socket.dropped()));
    }
  }

  /** Replies first: nobody waits for a line of the log. */
  private void send(DhcpBatch.Decided decided) {
    if (decided.outcome() instanceof DhcpOutcome.Reply reply) {
      DhcpQuery query = decided.query();
      DhcpSocket socket = sockets.get(query.arrival());
      int longest = DhcpCodec.maximumLengthFor(query.message());
      byte[] bytes = DhcpCodec.encode(reply.message(), longest).bytes();
      if (socket != null && !conflicts.sendFrame(query, reply, bytes)) {
        socket.write(bytes, reply.route().address(), port(reply.route()));
      }
      counters.countSent(reply.message().type());
    } else if (decided.outcome() instanceof DhcpOutcome.Ignore ignore) {
      drops.ignored(decided.query(), ignore.reason());
    }
  }

  private int port(ReplyRoute route) {
    return switch (route.kind()) {
      case RELAY -> ports.relay();
      case CLIENT, BROADCAST, NEW_ADDRESS -> ports.client();
    };
  }

  private void tell(DhcpBatch.Decided decided) {
    if (decided.outcome() instanceof DhcpOutcome.Reply reply) {
      tell(decided.query(), reply);
    } else if (decided.outcome() instanceof DhcpOutcome.Ignore ignore) {
      boolean ordinary = ignore.reason() != IgnoreReason.DONE_WITHOUT_REPLY;
      if (isWorthALine(ordinary)) {
        DhcpLog.ignored(decided.query(), ignore.reason());
      }
      conflicts.ignored(decided.query(), ignore.reason());
    }
  }

  /** Who wants every line gets every line. */
  private boolean isWorthALine(boolean ordinary) {
    return DhcpLog.tellsAll() || (!ordinary && lines.take(clock.instant()));
  }

  private void tell(DhcpQuery query, DhcpOutcome.Reply reply) {
    DhcpMessage message = reply.message();
    Optional<MessageType> type = message.type();
    if (isWorthALine(type.filter(MessageType.OFFER::equals).isPresent())) {
      DhcpLog.sent(query, reply);
    }
    if (type.filter(MessageType.OFFER::equals).isPresent()) {
      gate.offered(query.message().hardware());
    }
    boolean ack = type.filter(MessageType.ACK::equals).isPresent();
    if (ack && query.clientKind().isBooting() && query.message().hardware().isEthernet()) {
      observer.observed(
          new BootFact(
              clock.instant(),
              BootStage.DHCP,
              message.yiaddr().isAny() ? message.ciaddr() : message.yiaddr(),
              Optional.of(query.message().hardware().mac()),
              query.clientKind().toString()));
    }
  }

  /** Answers what was decided, then stops; the thread is not interrupted, see the journal. */
  @Override
  public void close() {
    closing = true;
    queue.close();
    tasks.close();
    try {
      thread.join(CLOSE_TIME.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sockets.values().forEach(DhcpSocket::close);
  }
}

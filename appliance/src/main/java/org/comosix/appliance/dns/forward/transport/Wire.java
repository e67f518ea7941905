package org.comosix.appliance.dns.forward.transport;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.comosix.appliance.dns.forward.ForwardEvent;
import org.comosix.appliance.ops.Counters;
import org.comosix.appliance.transport.TcpConnector;
import org.comosix.appliance.transport.UdpSocketFactory;

/**
 * What an exchange with an upstream server needs.
 *
 * @param loop the one event loop on which all of them run
 * @param random unpredictable
 * @param nanoTime only goes forward
 */
record Wire(
    EventLoop loop,
    UdpSocketFactory udp,
    TcpConnector tcp,
    RandomGenerator random,
    LongSupplier nanoTime,
    Counters<ForwardEvent> counters) {

  long now() {
    return nanoTime.getAsLong();
  }

  /** Runs it on the loop, so much later, unless it is cancelled. */
  Future<?> after(long nanos, Runnable task) {
    return loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
  }
}

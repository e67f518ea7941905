package org.comosix.appliance.dhcp.transport.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.dhcp.conflict.Prober.Question;
import org.comosix.appliance.dhcp.conflict.Prober.User;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Asks by ICMP echo, for networks behind relays, where ARP does not reach.
 *
 * <p>Java's own echo keeps a thread waiting, so there are a few of them; a question for which none
 * is free is not taken, since one that waits for its turn would seem unanswered.
 */
final class EchoProber implements AutoCloseable {

  private static final int MOST = 16;
  private static final int MOST_AHEAD = 4;

  private final int waitMilliseconds;
  private final Map<Ipv4Address, Boolean> answered = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor waiters;

  EchoProber(Duration wait, ThreadFactory threads) {
    this.waitMilliseconds = (int) wait.toMillis();
    this.waiters =
        new ThreadPoolExecutor(0, MOST, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  boolean ask(Question question) {
    if (question.ahead() && waiters.getActiveCount() >= MOST_AHEAD) {
      return false;
    }
    answered.put(question.address(), false);
    try {
      waiters.execute(() -> echo(question.address()));
      return true;
    } catch (RejectedExecutionException e) {
      answered.remove(question.address());
      return false;
    }
  }

  private void echo(Ipv4Address address) {
    try {
      if (address.toInetAddress().isReachable(waitMilliseconds)) {
        answered.replace(address, true);
      }
    } catch (IOException e) {
      // No way to that network: nobody there can answer.
      answered.replace(address, false);
    }
  }

  Optional<User> answer(Ipv4Address address) {
    return Boolean.TRUE.equals(answered.remove(address))
        ? Optional.of(new User(Optional.empty()))
        : Optional.empty();
  }

  @Override
  public void close() {
    waiters.shutdownNow();
  }
}

package org.comosix.appliance.dns;

import java.net.InetAddress;
import java.util.Map;
import java.util.function.Consumer;

/** Answers for names that are in no zone of ours, for some clients. Any thread; nobody waits. */
public interface Recursion {

  /** We resolve nothing for anybody. */
  Recursion NONE =
      new Recursion() {
        @Override
        public boolean isAvailableTo(InetAddress client) {
          return false;
        }

        @Override
        public DnsOutcome resolve(
            DnsOutcome.Forward wanted, InetAddress client, Via via, Consumer<byte[]> later) {
          throw new IllegalStateException("nobody was promised recursion");
        }

        @Override
        public Map<String, Long> counters() {
          return Map.of();
        }
      };

  /** This client's queries are resolved, and it is told so by the RA bit. */
  boolean isAvailableTo(InetAddress client);

  /**
   * Answers a query for a name that is in no zone of ours, or that leads to one.
   *
   * @param later takes the whole response, once, when it was not at hand; on any thread
   * @return the response when it is at hand, else {@link DnsOutcome.Later}
   */
  DnsOutcome resolve(
      DnsOutcome.Forward wanted, InetAddress client, Via via, Consumer<byte[]> later);

  /** How often what happened, by names that begin with {@code forward.}. */
  Map<String, Long> counters();
}

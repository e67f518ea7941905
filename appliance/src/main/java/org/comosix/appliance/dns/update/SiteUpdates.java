package org.comosix.appliance.dns.update;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.comosix.appliance.dns.DnsService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the site's servers up to date: whatever our zones say of a machine is said there, and taken
 * back when it is over, also after a restart of either side.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2136">RFC 2136</a>
 */
public final class SiteUpdates implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SiteUpdates.class);

  private final Map<UpdateTarget, TargetUpdates> targets = new LinkedHashMap<>();

  /**
   * Of these servers; opens and sends nothing yet.
   *
   * @param preflight what each of them is tried out with
   * @param directory where it is written what was sent
   */
  public SiteUpdates(
      List<UpdateTarget> servers,
      UpdatePreflight preflight,
      Path directory,
      Clock clock,
      LongSupplier nanoTime,
      RandomGenerator chance) {
    for (UpdateTarget server : servers) {
      targets.put(server, new TargetUpdates(server, preflight, directory, clock, nanoTime, chance));
    }
  }

  /**
   * Begins; only when all leases are known, or their names would be taken back.
   *
   * @throws java.io.UncheckedIOException what was sent before cannot be read
   */
  public void start(DnsService names) {
    targets.forEach(
        (target, updates) -> {
          updates.start();
          names.follow(updates.listener());
          log.atInfo()
              .addKeyValue("server", target)
              .addKeyValue("zones", target.zones())
              .addKeyValue("key", target.key().name())
              .log("dns.updating");
        });
  }

  /** What keeps names from being at the servers, and what to do about it, for people. */
  public Optional<String> problem() {
    return Optional.of(
            targets.values().stream()
                .flatMap(target -> target.problem().stream())
                .collect(Collectors.joining("; ")))
        .filter(text -> !text.isEmpty());
  }

  /** Counters by server and name: {@code 192.0.2.53:53.done}. */
  public Map<String, Long> counters() {
    Map<String, Long> all = new LinkedHashMap<>();
    targets.forEach(
        (target, updates) ->
            updates
                .counters()
                .forEach((key, count) -> all.merge(target + "." + key, count, Long::sum)));
    return all;
  }

  /** What was not sent is sent after the next start. */
  @Override
  public void close() {
    targets.values().forEach(TargetUpdates::close);
  }
}

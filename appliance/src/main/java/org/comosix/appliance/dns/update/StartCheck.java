package org.comosix.appliance.dns.update;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a server out when we start, without anybody waiting for it; again while it does not take our
 * names. One thread.
 */
final class StartCheck implements Runnable, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StartCheck.class);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

  private final UpdateTarget target;
  private final UpdatePreflight preflight;
  private final Backoff backoff;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Optional<String> problem = Optional.empty();

  StartCheck(UpdateTarget target, UpdatePreflight preflight, RandomGenerator chance) {
    this.target = target;
    this.preflight = preflight;
    this.backoff = new Backoff(FIRST_RETRY, LONGEST_RETRY, chance);
  }

  @Override
  public void run() {
    try {
      int failures = 0;
      while (!isWell()) {
        failures++;
        Duration wait = backoff.after(failures);
        if (closed.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.atError().setCause(e).addKeyValue("server", target).log("dns.update-fault");
    }
  }

  private boolean isWell() {
    List<UpdatePreflight.Finding> failed =
        preflight.check(target).stream()
            .filter(finding -> finding.problem().isPresent())
            .toList();
    Optional<String> now = text(failed);
    if (now.isPresent() && !now.equals(problem)) {
      log.atWarn()
          .addKeyValue("server", target)
          .addKeyValue("problem", now.get())
          .log("dns.update-check-failed");
    } else if (now.isEmpty()) {
      log.atInfo().addKeyValue("server", target).log("dns.update-check-passed");
    }
    problem = now;
    return now.isEmpty();
  }

  /** One name for each problem: what a zone says to the others is the same. */
  private Optional<String> text(List<UpdatePreflight.Finding> failed) {
    Map<String, String> names = new LinkedHashMap<>();
    failed.forEach(
        each -> names.putIfAbsent(each.problem().orElseThrow(), each.name().toString()));
    return Optional.of(
            names.entrySet().stream()
                .map(each -> each.getValue() + ": " + each.getKey())
                .collect(Collectors.joining("; ")))
        .filter(text -> !text.isEmpty())
        .map(text -> target + ": tried out with " + text);
  }

  /** What a name that we tried met with, and what to do about it. */
  Optional<String> problem() {
    return problem;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

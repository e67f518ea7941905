package org.comosix.appliance.dns.update;

import java.io.IOException;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what a ledger has to send, one name after another, until it is closed. */
final class Sender implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Sender.class);

  private final UpdateTarget target;
  private final UpdateLedger ledger;
  private final UpdateCounters counters;
  private final Supplier<UpdateClient> connection;
  private final IntSupplier ttlSeconds;
  private final Runnable whenDecided;

  /**
   * Of one of several threads.
   *
   * @param whenDecided something may follow from how a name is now
   */
  Sender(
      UpdateTarget target,
      UpdateLedger ledger,
      UpdateCounters counters,
      Supplier<UpdateClient> connection,
      IntSupplier ttlSeconds,
      Runnable whenDecided) {
    this.target = target;
    this.ledger = ledger;
    this.counters = counters;
    this.connection = connection;
    this.ttlSeconds = ttlSeconds;
    this.whenDecided = whenDecided;
  }

  @Override
  public void run() {
    try (UpdateClient client = connection.get()) {
      Optional<UpdateLedger.Work> work = ledger.take();
      while (work.isPresent()) {
        send(work.get(), client);
        work = ledger.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(UpdateLedger.Work work, UpdateClient client) {
    SiteChange.Outcome outcome;
    try {
      outcome = new SiteChange(target, client, ttlSeconds.getAsInt()).carryOut(work);
    } catch (IOException e) {
      outcome = SiteChange.Outcome.failed(UpdateProblem.unreachable(e.toString()));
    } catch (RuntimeException e) {
      log.atError().setCause(e).addKeyValue("name", work.slot().owner).log("dns.update-fault");
      outcome = SiteChange.Outcome.failed(UpdateProblem.OUR_FAULT);
    }
    counters.count(outcome.verdict());
    switch (outcome.verdict()) {
      case DONE -> ledger.done(work);
      case FOREIGN -> ledger.foreign(work);
      case FAILED -> failed(work, outcome.problem().orElseThrow());
    }
    if (work.wanted().filter(SiteRecord.Address.class::isInstance).isPresent()) {
      whenDecided.run();
    }
  }

  private void failed(UpdateLedger.Work work, UpdateProblem problem) {
    counters.count(problem);
    if (!ledger.failed(work, problem)) {
      return;
    }
    if (problem.ofTheServer()) {
      log.atWarn()
          .addKeyValue("server", target)
          .addKeyValue("problem", problem.what())
          .addKeyValue("remedy", problem.remedy())
          .log("dns.update-server-failed");
    } else {
      log.atWarn()
          .addKeyValue("server", target)
          .addKeyValue("name", work.slot().owner)
          .addKeyValue("problem", problem.what() + ": " + problem.remedy())
          .log("dns.update-failed");
    }
  }
}

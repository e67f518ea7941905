package org.comosix.appliance.dns.update;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.comosix.appliance.dns.codec.DomainName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Compares what a server has with what we wrote, from time to time and one name after another. What
 * is gone, or was changed beside our DHCID, is sent again; what is somebody else's stays. Names that
 * were somebody else's are looked at too: they may be free. One thread.
 */
final class Audit implements Runnable, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Audit.class);

  private final UpdateTarget target;
  private final UpdateLedger ledger;
  private final UpdateCounters counters;
  private final Supplier<UpdateClient> connection;
  private final AuditSchedule schedule;
  private final LongSupplier nanoTime;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean told;

  Audit(
      UpdateTarget target,
      UpdateLedger ledger,
      UpdateCounters counters,
      Supplier<UpdateClient> connection,
      AuditSchedule schedule,
      LongSupplier nanoTime) {
    this.target = target;
    this.ledger = ledger;
    this.counters = counters;
    this.connection = connection;
    this.schedule = schedule;
    this.nanoTime = nanoTime;
  }

  @Override
  public void run() {
    try (UpdateClient client = connection.get()) {
      Duration wait = schedule.first();
      while (!isClosedAfter(wait)) {
        long start = nanoTime.getAsLong();
        round(client);
        wait = schedule.next(Duration.ofNanos(nanoTime.getAsLong() - start));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosedAfter(Duration wait) throws InterruptedException {
    return closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends early when the server does not answer: its updates fare no better, and say so. */
  private void round(UpdateClient client) throws InterruptedException {
    List<DomainName> names = ledger.comparable();
    Duration gap = schedule.gap(names.size());
    try {
      for (DomainName name : names) {
        compare(name, client);
        if (isClosedAfter(gap)) {
          return;
        }
      }
      counters.count("audit.rounds");
      told = false;
    } catch (UpdateClient.RefusedQuestionException e) {
      counters.count("audit.unanswered");
      tell(e);
    } catch (IOException e) {
      counters.count("audit.unanswered");
    } catch (RuntimeException e) {
      log.atError().setCause(e).addKeyValue("server", target).log("dns.update-fault");
    }
  }

  private void tell(IOException e) {
    if (!told) {
      told = true;
      log.atWarn()
          .addKeyValue("server", target)
          .addKeyValue("problem", e.getMessage())
          .addKeyValue("remedy", "permit queries for our names with the key " + target.key().name())
          .log("dns.update-audit-failed");
    }
  }

  private void compare(DomainName owner, UpdateClient client) throws IOException {
    Optional<SiteRecord> expected = ledger.comparable(owner);
    if (expected.isEmpty()) {
      return;
    }
    AuditFinding finding = AuditFinding.of(owner, expected.get(), found(owner, expected.get(), client));
    counters.count("audit.checked");
    boolean wasForeign = ledger.standing(owner) == Standing.FOREIGN;
    if (finding == AuditFinding.FOREIGN) {
      counters.count("audit.foreign");
    }
    boolean isWell = finding == AuditFinding.AS_WRITTEN && !wasForeign;
    boolean isKnown = finding == AuditFinding.FOREIGN && wasForeign;
    if (isWell || isKnown) {
      return;
    }
    boolean sent = ledger.resend(owner, expected.get());
    if (sent && finding == AuditFinding.DRIFTED) {
      counters.count("audit.repaired");
      log.atInfo()
          .addKeyValue("server", target)
          .addKeyValue("name", owner)
          .log("dns.update-drift");
    }
  }

  private static List<Record> found(DomainName owner, SiteRecord expected, UpdateClient client)
      throws IOException {
    Name name = UpdateMessages.name(owner);
    if (expected instanceof SiteRecord.Pointer) {
      return client.ask(name, Type.PTR);
    }
    List<Record> found = new ArrayList<>(client.ask(name, Type.A));
    found.addAll(client.ask(name, Type.DHCID));
    return found;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

package org.comosix.appliance.dns.update;

import java.io.IOException;
import java.util.Optional;
import org.comosix.appliance.dns.update.UpdateStep.Next;
import org.comosix.appliance.dns.update.UpdateStep.Verdict;
import org.comosix.appliance.domain.NameConflicts;
import org.xbill.DNS.Rcode;

/** Brings one name of a server from what may be there to what should be. One thread. */
final class SiteChange {

  /** A name that comes and goes between two of our messages is somebody's game. */
  private static final int MOST_STEPS = 8;

  private final UpdateTarget target;
  private final UpdateClient client;
  private final long ttl;

  /**
   * What has become of it.
   *
   * @param problem where it failed
   */
  record Outcome(Verdict verdict, Optional<UpdateProblem> problem) {
    static final Outcome DONE = new Outcome(Verdict.DONE, Optional.empty());

    static Outcome failed(UpdateProblem problem) {
      return new Outcome(Verdict.FAILED, Optional.of(problem));
    }
  }

  SiteChange(UpdateTarget target, UpdateClient client, long ttl) {
    this.target = target;
    this.client = client;
    this.ttl = ttl;
  }

  /**
   * First takes away what is not ours to keep, then adds.
   *
   * @throws IOException the server does not answer
   */
  Outcome carryOut(UpdateLedger.Work work) throws IOException {
    NameConflicts conflicts = work.careful() ? NameConflicts.CHECK : target.conflicts();
    for (SiteRecord trace : work.traces()) {
      if (work.wanted().filter(wanted -> isReplacedBy(trace, wanted)).isEmpty()) {
        UpdateStep first = UpdateStep.firstToRemove(trace, conflicts);
        Outcome removed = run(work.slot(), trace, first, conflicts);
        if (removed.verdict() != Verdict.DONE) {
          return removed;
        }
      }
    }
    if (work.wanted().isEmpty()) {
      return Outcome.DONE;
    }
    SiteRecord wanted = work.wanted().get();
    UpdateStep first =
        work.careful()
            ? UpdateStep.firstToRepair(wanted)
            : UpdateStep.firstToAdd(wanted, conflicts);
    return run(work.slot(), wanted, first, conflicts);
  }

  /** An address of another machine has another DHCID beside it, which must go first. */
  private static boolean isReplacedBy(SiteRecord trace, SiteRecord wanted) {
    return wanted instanceof SiteRecord.Pointer || trace.machine().equals(wanted.machine());
  }

  private Outcome run(
      Slot slot, SiteRecord record, UpdateStep first, NameConflicts conflicts) throws IOException {
    Next next = Next.send(first);
    UpdateAnswer answer = new UpdateAnswer(Rcode.SERVFAIL, 0, true);
    for (int sent = 0; next.step().isPresent(); sent++) {
      if (sent == MOST_STEPS) {
        return failed(slot, answer);
      }
      UpdateStep step = next.step().get();
      answer = client.send(UpdateMessages.of(step, slot.zone, slot.owner, record, ttl));
      if (!answer.verified() || answer.tsigError() != 0) {
        return failed(slot, answer);
      }
      next = step.after(answer.rcode(), conflicts);
    }
    return next.verdict() == Verdict.FAILED
        ? failed(slot, answer)
        : new Outcome(next.verdict(), Optional.empty());
  }

  private Outcome failed(Slot slot, UpdateAnswer answer) {
    return Outcome.failed(UpdateProblem.of(answer, target, slot.zone, slot.owner));
  }
}

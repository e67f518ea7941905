package org.comosix.appliance.dns.update;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;

/**
 * Tries a server out: writes a name into each zone that is as odd as a node's, and takes it back.
 * Blocks as long as the server does.
 */
public final class UpdatePreflight {

  private static final NodeName SCRATCH = new NodeName("comosix-check");

  /** Of a network for documentation (RFC 5737): nobody is there. */
  private static final Ipv4Address NOWHERE = Ipv4Address.parse("192.0.2.1");

  /** Locally administered: nobody's. */
  private static final MacAddress NOBODY = MacAddress.parse("02:00:00:00:00:00");

  private static final long TTL_SECONDS = 0;

  private final DomainName namesZone;
  private final NodeLabels labels;
  private final Clock clock;
  private final LongSupplier nanoTime;

  /**
   * What became of one name.
   *
   * @param problem empty when it was written and taken back
   */
  public record Finding(UpdateTarget target, DomainName name, Optional<String> problem) {}

  /**
   * For our names.
   *
   * @param namesZone where they lie
   */
  public UpdatePreflight(
      DomainName namesZone, NodeLabels labels, Clock clock, LongSupplier nanoTime) {
    this.namesZone = namesZone;
    this.labels = labels;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Tries each zone; of a server that is not there, the first only. */
  public List<Finding> check(UpdateTarget target) {
    List<Finding> findings = new ArrayList<>();
    try (UpdateClient client =
        new UpdateClient(
            target.server(), target.key(), clock, nanoTime, UpdateClient.Timeouts.DEFAULT)) {
      SiteChange change = new SiteChange(target, client, TTL_SECONDS);
      for (DomainName zone : target.zones()) {
        for (Map.Entry<DomainName, SiteRecord> scratch : scratch(zone, target).entrySet()) {
          Finding finding = check(change, target, zone, scratch.getKey(), scratch.getValue());
          findings.add(finding);
        }
      }
    } catch (UnreachableException e) {
      findings.add(e.finding);
    }
    return findings;
  }

  private Map<DomainName, SiteRecord> scratch(DomainName zone, UpdateTarget target) {
    Map<DomainName, SiteRecord> records = new LinkedHashMap<>();
    String label = labels.label(SCRATCH);
    if (zone.network().isPresent()) {
      records.put(
          zone.child(SCRATCH.value()), new SiteRecord.Pointer(namesZone.child(label), NOBODY));
      return records;
    }
    boolean isOfNames = target.zoneOf(namesZone).filter(zone::equals).isPresent();
    DomainName parent = isOfNames ? namesZone : zone;
    records.put(parent.child(label), new SiteRecord.Address(NOWHERE, NOBODY));
    labels
        .alias(SCRATCH)
        .ifPresent(
            alias -> records.put(parent.child(alias), new SiteRecord.Address(NOWHERE, NOBODY)));
    return records;
  }

  private static Finding check(
      SiteChange change, UpdateTarget target, DomainName zone, DomainName name, SiteRecord record)
      throws UnreachableException {
    Slot slot = new Slot(name, zone);
    try {
      SiteChange.Outcome added =
          change.carryOut(new UpdateLedger.Work(slot, List.of(), Optional.of(record), false));
      SiteChange.Outcome removed =
          change.carryOut(new UpdateLedger.Work(slot, List.of(record), Optional.empty(), false));
      return new Finding(target, name, problem(added).or(() -> problem(removed)));
    } catch (IOException e) {
      String problem = text(UpdateProblem.unreachable(e.toString()));
      throw new UnreachableException(new Finding(target, name, Optional.of(problem)));
    }
  }

  private static Optional<String> problem(SiteChange.Outcome outcome) {
    return switch (outcome.verdict()) {
      case DONE -> Optional.empty();
      case FOREIGN -> Optional.of("the name is somebody else's; delete it at the server");
      case FAILED -> outcome.problem().map(UpdatePreflight::text);
    };
  }

  private static String text(UpdateProblem problem) {
    return problem.what() + ": " + problem.remedy();
  }

  private static final class UnreachableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    UnreachableException(Finding finding) {
      this.finding = finding;
    }
  }
}

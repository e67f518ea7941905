package org.comosix.appliance.dns.accept;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.comosix.appliance.dns.RrsetChange;
import org.comosix.appliance.domain.UpdatableType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what updates did, and once for each key and reason why they did nothing. Not for several
 * threads.
 */
final class UpdateLog {

  private static final Logger log = LoggerFactory.getLogger(UpdateLog.class);

  /** An update can have hundreds. */
  private static final int MOST_SHOWN = 10;

  private final Map<String, UpdateVerdict> lastRefusal = new HashMap<>();

  void tell(UpdateRequest request, UpdateResult result) {
    switch (result.verdict()) {
      case CHANGED -> {
        lastRefusal.remove(request.key());
        log.atInfo()
            .addKeyValue("key", request.key())
            .addKeyValue("zone", request.message().zone())
            .addKeyValue("records", text(result.changes()))
            .log("dns.accepted");
      }
      case NOT_OUR_ZONE, OUTSIDE_THE_ZONE, NOT_ALLOWED, NAME_IS_KEPT, TOO_MANY_RECORDS, MALFORMED ->
          refused(request, result);
      default ->
          log.atDebug()
              .addKeyValue("key", request.key())
              .addKeyValue("zone", request.message().zone())
              .addKeyValue("verdict", result.verdict())
              .log("dns.accept-unmet");
    }
  }

  private void refused(UpdateRequest request, UpdateResult result) {
    if (lastRefusal.put(request.key(), result.verdict()) != result.verdict()) {
      log.atWarn()
          .addKeyValue("key", request.key())
          .addKeyValue("zone", request.message().zone())
          .addKeyValue("verdict", result.verdict())
          .addKeyValue(
              "record", result.at().map(at -> at.name() + " " + type(at.type())).orElse(""))
          .log("dns.accept-refused");
    }
  }

  private static String text(List<RrsetChange> changes) {
    String shown =
        changes.stream().limit(MOST_SHOWN).map(UpdateLog::text).collect(Collectors.joining(", "));
    int more = changes.size() - MOST_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static String text(RrsetChange change) {
    String sign = change.before().isEmpty() ? "+" : change.after().isEmpty() ? "-" : "~";
    return sign + change.name() + " " + type(change.type());
  }

  private static String type(int number) {
    return Arrays.stream(UpdatableType.values())
        .filter(type -> type.number() == number)
        .findFirst()
        .map(Enum::name)
        .orElse("TYPE" + number);
  }
}

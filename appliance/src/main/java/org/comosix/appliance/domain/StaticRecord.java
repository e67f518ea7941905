package org.comosix.appliance.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All records of one name and type, as an administrator wrote them.
 *
 * @param owner the whole name, lower case, without the dot at its end
 * @param data at least one, all of this kind
 * @param ttl whole seconds; without one, the zone's own
 */
public record StaticRecord(
    String owner, RecordData.Kind kind, List<RecordData> data, Optional<Duration> ttl) {

  public StaticRecord {
    data = List.copyOf(data);
    if (data.isEmpty()) {
      throw new IllegalArgumentException("a record without data");
    }
    if (kind == RecordData.Kind.CNAME && data.size() > 1) {
      throw new IllegalArgumentException("a CNAME has one value: a name has one canonical name");
    }
  }
}

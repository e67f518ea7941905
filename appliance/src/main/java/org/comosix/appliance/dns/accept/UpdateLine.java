package org.comosix.appliance.dns.accept;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.comosix.appliance.dns.OwnedRrset;
import org.comosix.appliance.dns.RecordStore;
import org.comosix.appliance.dns.RrsetChange;
import org.comosix.appliance.dns.codec.DomainName;

/**
 * One update as a line of the journal, so that it is there as a whole or not at all. For each name
 * and type what is there now: name, type, TTL, data, names and data in hexadecimal; no data where
 * nothing is left.
 */
final class UpdateLine {

  private static final String BETWEEN_CHANGES = ";";
  private static final String BETWEEN_FIELDS = " ";
  private static final int DATA = 3;
  private static final HexFormat HEX = HexFormat.of();

  private UpdateLine() {}

  static String write(List<RrsetChange> changes) {
    return changes.stream().map(UpdateLine::write).collect(Collectors.joining(BETWEEN_CHANGES));
  }

  private static String write(RrsetChange change) {
    List<String> fields = new ArrayList<>();
    fields.add(HEX.formatHex(change.name().wire()));
    fields.add(Integer.toString(change.type()));
    fields.add(Integer.toString(change.after().map(it -> it.rrset().ttl()).orElse(0)));
    change.after().ifPresent(it -> it.rrset().rdatas().forEach(d -> fields.add(HEX.formatHex(d))));
    return String.join(BETWEEN_FIELDS, fields);
  }

  /**
   * Reads a line that {@link #write} made, and applies it.
   *
   * @throws IllegalArgumentException it is none
   */
  static void apply(String line, RecordStore store) {
    List<RrsetChange> changes = new ArrayList<>();
    for (String change : line.split(BETWEEN_CHANGES, -1)) {
      String[] fields = change.split(BETWEEN_FIELDS, -1);
      if (fields.length < DATA) {
        throw new IllegalArgumentException("not a change of records: " + change);
      }
      DomainName name = DomainName.ofRdata(HEX.parseHex(fields[0]), 0);
      int type = Integer.parseInt(fields[1]);
      int ttl = Integer.parseInt(fields[2]);
      List<byte[]> data = Arrays.stream(fields).skip(DATA).map(HEX::parseHex).toList();
      Optional<OwnedRrset> after =
          data.isEmpty() ? Optional.empty() : Optional.of(new OwnedRrset(name, type, ttl, data));
      Optional<OwnedRrset> before = store.at(name, type);
      if (after.isPresent() || before.isPresent()) {
        changes.add(new RrsetChange(before, after));
      }
    }
    store.apply(changes);
  }
}

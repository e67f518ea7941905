package org.comosix.appliance.config.source;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.config.Collisions;
import org.comosix.appliance.config.DnsSettings;
import org.comosix.appliance.config.RecordForms;
import org.comosix.appliance.domain.RecordData;
import org.comosix.appliance.domain.RecordData.Kind;
import org.comosix.appliance.domain.StaticRecord;

/** Reads the {@code [[dns.record]]} tables. */
final class RecordReader {

  private static final int MOST = 10_000;
  private static final int MOST_VALUES = 100;

  /** All of them are one answer, which has to fit a message. */
  private static final int MOST_OCTETS = 30_000;

  private final String zone;
  private final Collisions collisions;
  private final Map<String, Set<Kind>> kinds = new LinkedHashMap<>();
  private final Map<String, String> aliases = new LinkedHashMap<>();

  RecordReader(String zone, Collisions collisions) {
    this.zone = zone;
    this.collisions = collisions;
  }

  List<StaticRecord> read(List<ConfigTable> tables) {
    List<StaticRecord> records = new ArrayList<>();
    for (ConfigTable table : tables) {
      Optional<StaticRecord> record = read(table);
      record.flatMap(read -> table.buildAt("name", () -> fitting(read))).ifPresent(records::add);
    }
    return records;
  }

  private Optional<StaticRecord> read(ConfigTable table) {
    Optional<String> owner =
        table.required("name", "\"printer\"", text -> RecordForms.owner(text, zone));
    Optional<Kind> kind = table.required("type", "\"A\"", Kind::parse);
    List<RecordData> data =
        kind.isPresent()
            ? table.requiredList(
                "value",
                RecordForms.example(kind.get()),
                text -> RecordForms.data(kind.get(), text, zone))
            // Known as a key even where nobody can say what it should be.
            : table.<RecordData>requiredList(
                "value", "\"10.77.0.9\"", text -> new RecordData.Text(List.of(text)));
    Optional<Duration> ttl = table.optional("ttl", DnsSettings::recordTtl);
    table.rejectOtherKeys();
    owner.ifPresent(name -> collisions.recordName(table.pathOf("name"), name, "." + zone));
    return owner.isEmpty() || kind.isEmpty() || table.hasProblems()
        ? Optional.empty()
        : table.buildAt(
            "value", () -> new StaticRecord(owner.get(), kind.get(), fewEnough(data), ttl));
  }

  private static List<RecordData> fewEnough(List<RecordData> data) {
    if (data.size() > MOST_VALUES) {
      throw new IllegalArgumentException("a name has at most " + MOST_VALUES + " values of a type");
    }
    if (data.stream().mapToInt(RecordReader::octets).sum() > MOST_OCTETS) {
      throw new IllegalArgumentException(
          "the texts of a name have at most " + MOST_OCTETS + " octets together");
    }
    if (new HashSet<>(data).size() < data.size()) {
      throw new IllegalArgumentException("a value is given twice");
    }
    return data;
  }

  /** Of what can be long. */
  private static int octets(RecordData data) {
    return data instanceof RecordData.Text text
        ? text.strings().stream()
            .mapToInt(string -> 1 + string.getBytes(StandardCharsets.UTF_8).length)
            .sum()
        : 0;
  }

  /** Beside the records before it. */
  private StaticRecord fitting(StaticRecord record) {
    Set<Kind> there = kinds.computeIfAbsent(record.owner(), name -> new LinkedHashSet<>());
    Kind kind = record.kind();
    if (there.contains(kind)) {
      throw new IllegalArgumentException(
          record.owner() + " " + kind + " is given twice; value may be a list");
    }
    // RFC 2181, section 10.1.
    if ((kind == Kind.CNAME && !there.isEmpty()) || there.contains(Kind.CNAME)) {
      throw new IllegalArgumentException(
          record.owner() + " has other records: a CNAME stands alone");
    }
    if (kind == Kind.CNAME && record.owner().equals(zone)) {
      throw new IllegalArgumentException(
          "the zone itself has SOA and NS records: a CNAME stands alone");
    }
    if (kinds.size() > MOST) {
      throw new IllegalArgumentException("at most " + MOST + " names have records of their own");
    }
    if (kind == Kind.CNAME) {
      noCircle(record);
    }
    there.add(kind);
    return record;
  }

  private void noCircle(StaticRecord record) {
    String target = ((RecordData.CanonicalName) record.data().get(0)).target();
    Set<String> passed = new HashSet<>(Set.of(record.owner()));
    for (Optional<String> at = Optional.of(target);
        at.isPresent();
        at = Optional.ofNullable(aliases.get(at.get()))) {
      if (!passed.add(at.get())) {
        throw new IllegalArgumentException("the CNAME leads back to " + record.owner());
      }
    }
    aliases.put(record.owner(), target);
  }
}

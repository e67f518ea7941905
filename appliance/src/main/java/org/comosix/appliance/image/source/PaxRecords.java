package org.comosix.appliance.image.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.image.source.ArchiveInput.BrokenArchive;

/**
 * The records of a pax extended header, {@code "LENGTH KEYWORD=VALUE\n"} each. Values stay bytes: a
 * name or an extended attribute need not be text.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">POSIX pax,
 *     extended header</a>
 */
final class PaxRecords {

  static final PaxRecords NONE = new PaxRecords(List.of());

  private static final Pattern DECIMAL = Pattern.compile("(-?)(\\d{1,18})(?:\\.(\\d*))?");

  /** In order: version 0.0 of GNU's sparse files repeats two keywords. */
  private final List<Map.Entry<String, byte[]>> records;

  private final Map<String, byte[]> values = new TreeMap<>();

  private PaxRecords(List<Map.Entry<String, byte[]>> records) {
    this.records = records;
    for (Map.Entry<String, byte[]> entry : records) {
      values.put(entry.getKey(), entry.getValue());
    }
    values.values().removeIf(value -> value.length == 0); // an empty value takes a keyword back
  }

  /** Parses a header's data. */
  static PaxRecords parse(byte[] data) throws BrokenArchive {
    List<Map.Entry<String, byte[]>> records = new ArrayList<>();
    int at = 0;
    while (at < data.length && data[at] != 0) {
      int blank = indexOf(data, ' ', at, Math.min(data.length, at + 9));
      int length = decimal(data, at, blank);
      int equals = indexOf(data, '=', blank + 1, data.length);
      int end = at + length;
      if (length < 5 || end > data.length || equals >= end || data[end - 1] != '\n') {
        throw new BrokenArchive("a pax header's record is malformed");
      }
      String keyword = new String(data, blank + 1, equals - blank - 1, StandardCharsets.UTF_8);
      records.add(Map.entry(keyword, Arrays.copyOfRange(data, equals + 1, end - 1)));
      at = end;
    }
    return new PaxRecords(records);
  }

  /** These, and behind them the records of another header, which win. */
  PaxRecords with(PaxRecords others) {
    if (records.isEmpty()) {
      return others;
    }
    List<Map.Entry<String, byte[]>> all = new ArrayList<>(records);
    all.addAll(others.records);
    return new PaxRecords(all);
  }

  List<Map.Entry<String, byte[]>> records() {
    return records;
  }

  Map<String, byte[]> values() {
    return values;
  }

  Optional<byte[]> bytes(String keyword) {
    return Optional.ofNullable(values.get(keyword));
  }

  Optional<String> text(String keyword) {
    return bytes(keyword).map(value -> new String(value, StandardCharsets.UTF_8));
  }

  /** A whole number; {@code otherwise} where there is none. */
  long number(String keyword, long otherwise) throws BrokenArchive {
    Optional<String> text = text(keyword);
    return text.isPresent() ? parseNumber(text.get()) : otherwise;
  }

  static long parseNumber(String text) throws BrokenArchive {
    Matcher form = DECIMAL.matcher(text);
    if (!form.matches() || form.group(3) != null) {
      throw new BrokenArchive("a pax header says \"" + text + "\" where a number belongs");
    }
    return Long.parseLong(text);
  }

  /** A time as whole seconds and nanoseconds above them; digits beyond those are cut off. */
  record Time(long seconds, int nanos) {

    static Time parse(String text) throws BrokenArchive {
      Matcher form = DECIMAL.matcher(text);
      if (!form.matches()) {
        throw new BrokenArchive("a pax header says \"" + text + "\" where a time belongs");
      }
      long seconds = Long.parseLong(form.group(2));
      String fraction = form.group(3);
      String digits = ((fraction == null ? "" : fraction) + "000000000").substring(0, 9);
      int nanos = Integer.parseInt(digits);
      if (form.group(1).isEmpty()) {
        return new Time(seconds, nanos);
      }
      return nanos == 0 ? new Time(-seconds, 0) : new Time(-seconds - 1, 1_000_000_000 - nanos);
    }
  }

  private static int decimal(byte[] data, int from, int to) throws BrokenArchive {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (data[i] < '0' || data[i] > '9') {
        throw new BrokenArchive("a pax header's record has no length");
      }
      value = value * 10 + data[i] - '0';
    }
    return value;
  }

  private static int indexOf(byte[] data, char sought, int from, int to) throws BrokenArchive {
    for (int i = from; i < to; i++) {
      if (data[i] == sought) {
        return i;
      }
    }
    throw new BrokenArchive("a pax header's record is malformed");
  }
}

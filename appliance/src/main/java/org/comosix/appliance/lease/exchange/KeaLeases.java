package org.comosix.appliance.lease.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;

/**
 * Kea's {@code kea-leases4.csv} and what its cleanup leaves beside it ({@code .1}, {@code .2},
 * {@code .completed}). It is a log: the last line of an address counts. The header says which
 * columns there are; commas inside a value stand as {@code &#x2c}.
 */
final class KeaLeases {

  static final String FIRST_COLUMNS = "address,hwaddr";

  private static final Pattern ESCAPE = Pattern.compile("&#x([0-9a-fA-F]{2})");
  private static final long FOR_EVER = 0xffff_ffffL;
  private static final List<String> NEEDED =
      List.of("address", "hwaddr", "valid_lifetime", "expire");

  private final LeaseLog log = new LeaseLog();
  private List<String> columns = List.of();

  private KeaLeases() {}

  static LeaseFile read(String text) {
    KeaLeases reading = new KeaLeases();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        reading.line(lines.get(i), i + 1);
      }
    }
    return reading.log.file();
  }

  private void line(String line, int number) {
    List<Field> fields = Field.split(line, number, ',');
    // Files that were put together one after the other have a header in their midst.
    if (columns.isEmpty() || line.startsWith(FIRST_COLUMNS)) {
      header(fields);
    } else if (columns.containsAll(NEEDED)) {
      lease(fields, number);
    }
  }

  private void header(List<Field> fields) {
    columns = fields.stream().map(Field::text).toList();
    List<String> missing = NEEDED.stream().filter(name -> !columns.contains(name)).toList();
    if (!missing.isEmpty()) {
      log.note(
          Finding.notUnderstood(
              fields.get(0).place(),
              "expected a header with the columns " + missing + "; nothing below it is read"));
    }
  }

  private void lease(List<Field> fields, int number) {
    if (fields.size() < columns.size()) {
      log.note(
          Finding.notUnderstood(
              new Place(number, 1),
              "expected " + columns.size() + " columns, not " + fields.size()));
      return;
    }
    Field address = field(fields, "address").orElseThrow();
    Optional<Ipv4Address> found = Words.address(address.text());
    if (found.isEmpty()) {
      log.note(
          Finding.notUnderstood(
              address.place(), "expected an IPv4 address, not \"" + address.text() + "\""));
      return;
    }
    List<Finding> notes = new ArrayList<>();
    try {
      log.put(found.get(), lease(fields, found.get(), notes), notes);
    } catch (Unreadable e) {
      log.notUnderstood(e.field.place(), String.valueOf(e.getMessage()));
      log.put(found.get(), Optional.empty(), List.of());
    }
  }

  private Optional<ForeignLease> lease(List<Field> fields, Ipv4Address address, List<Finding> notes)
      throws Unreadable {
    Place place = fields.get(0).place();
    Field hardware = field(fields, "hwaddr").orElseThrow();
    long expire = number(field(fields, "expire").orElseThrow());
    long lifetime = number(field(fields, "valid_lifetime").orElseThrow());
    LeaseState state = state(fields, lifetime);
    Optional<MacAddress> mac = mac(hardware, address, state, notes);
    if (mac.isEmpty()) {
      return Optional.empty();
    }
    boolean forEver = lifetime == FOR_EVER && state == LeaseState.BOUND;
    if (forEver) {
      notes.add(Endless.lease(place, address));
    }
    Optional<NodeName> name =
        field(fields, "hostname")
            .filter(field -> !field.text().isEmpty())
            .flatMap(field -> Words.hostName(unescaped(field.text()), field.place(), notes));
    return Optional.of(
        ForeignLease.ofHost(
            place,
            address,
            mac.get(),
            name,
            state,
            Optional.of(Instant.ofEpochSecond(expire - lifetime)),
            forEver ? Optional.empty() : Optional.of(Instant.ofEpochSecond(expire))));
  }

  private Optional<Field> field(List<Field> fields, String column) {
    int at = columns.indexOf(column);
    return at < 0 ? Optional.empty() : Optional.of(fields.get(at));
  }

  private static long number(Field field) throws Unreadable {
    if (!field.text().matches("\\d{1,12}")) {
      throw new Unreadable(field, "expected a number, not \"" + field.text() + "\"");
    }
    return Long.parseLong(field.text());
  }

  /** A lease that was given back is written once more, with no lifetime left. */
  private LeaseState state(List<Field> fields, long lifetime) throws Unreadable {
    Optional<Field> column = field(fields, "state");
    String state = column.map(Field::text).orElse("0");
    return switch (state) {
      case "0" -> lifetime == 0 ? LeaseState.RELEASED : LeaseState.BOUND;
      case "1" -> LeaseState.DECLINED;
      case "2" -> LeaseState.EXPIRED;
      case "3" -> LeaseState.RELEASED;
      default -> throw new Unreadable(column.orElseThrow(), "\"" + state + "\" is no state");
    };
  }

  private static Optional<MacAddress> mac(
      Field field, Ipv4Address address, LeaseState state, List<Finding> notes) throws Unreadable {
    if (field.text().isEmpty()) {
      notes.add(
          new Finding(
              field.place(),
              Finding.Reason.NO_HARDWARE_ADDRESS,
              address
                  + " ("
                  + state.name().toLowerCase(java.util.Locale.ROOT)
                  + ") has no client"));
      return Optional.empty();
    }
    try {
      return Optional.of(MacAddress.parse(field.text()));
    } catch (IllegalArgumentException e) {
      if (field.text().matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})*")) {
        notes.add(
            new Finding(
                field.place(),
                Finding.Reason.NO_HARDWARE_ADDRESS,
                "\"" + field.text() + "\" is no Ethernet address"));
        return Optional.empty();
      }
      throw new Unreadable(field, String.valueOf(e.getMessage()));
    }
  }

  static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Field field;

    Unreadable(Field field, String message) {
      super(message);
      this.field = field;
    }
  }
}

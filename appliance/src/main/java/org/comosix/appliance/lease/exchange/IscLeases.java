package org.comosix.appliance.lease.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;

/**
 * {@code dhcpd.leases} of ISC dhcpd. It is a log: the last block of an address is the one that
 * counts.
 */
final class IscLeases {

  /** What stands beside the leases and concerns the other server alone. */
  private static final Set<String> OF_THE_SERVER =
      Set.of("authoring-byte-order", "server-duid", "failover", "class", "subclass", "group");

  /** What a lease says beside what we take. */
  private static final Set<String> OF_NO_USE_HERE =
      Set.of(
          "tstp",
          "tsfp",
          "atsfp",
          "next",
          "rewind",
          "uid",
          "set",
          "option",
          "on",
          "bootp",
          "reserved",
          "billing",
          "dynamic-bootp",
          "ddns-text",
          "ddns-client-fqdn",
          "unset");

  private final LeaseLog log = new LeaseLog();

  private IscLeases() {}

  static LeaseFile read(String text) {
    IscLeases reading = new IscLeases();
    List<Finding> syntax = new ArrayList<>();
    IscStatement.group(IscLexer.split(text, syntax), syntax).forEach(reading::statement);
    syntax.forEach(reading.log::note);
    return reading.log.file();
  }

  private void statement(IscStatement statement) {
    String first = statement.words().get(0).text();
    if (statement.begins("lease") && statement.block().isPresent()) {
      lease(statement, statement.block().get());
    } else if (first.startsWith("ia-")) {
      log.note(
          new Finding(statement.place(), Finding.Reason.NOT_IPV4, first + " is a lease of DHCPv6"));
    } else if (first.equals("host")) {
      log.note(
          new Finding(
              statement.place(),
              Finding.Reason.NOT_SUPPORTED,
              "a host that was added while dhcpd ran: comosix convert-hosts reads it"));
    } else if (!OF_THE_SERVER.contains(first)) {
      log.notUnderstood(statement.place(), "\"" + first + "\" is nothing of a lease file");
    }
  }

  private void lease(IscStatement statement, List<IscStatement> block) {
    Optional<Ipv4Address> address = Words.address(statement.from(1));
    if (address.isEmpty()) {
      log.notUnderstood(
          statement.placeOf(1), "expected an IPv4 address, not \"" + statement.from(1) + "\"");
      return;
    }
    Lines lines = new Lines(statement.place());
    block.forEach(lines::take);
    log.put(address.get(), lines.lease(address.get()), lines.notes);
  }

  /** The lines of one block. */
  private static final class Lines {

    private final Place place;
    private final List<Finding> notes = new ArrayList<>();
    private String state = "active";
    private boolean sound = true;
    private Optional<MacAddress> mac = Optional.empty();
    private Optional<NodeName> name = Optional.empty();
    private Optional<Instant> starts = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private Optional<Instant> ends = Optional.empty();
    private Optional<Place> neverEnds = Optional.empty();

    Lines(Place place) {
      this.place = place;
    }

    void take(IscStatement line) {
      String first = line.words().get(0).text();
      switch (first) {
        case "starts" -> starts = time(line);
        case "cltt" -> last = time(line);
        case "ends" -> {
          ends = time(line);
          neverEnds = line.from(1).equals("never") ? Optional.of(line.place()) : Optional.empty();
        }
        case "binding" -> state = line.from(2);
        case "abandoned" -> state = "abandoned";
        case "hardware" -> hardware(line);
        case "client-hostname", "hostname" ->
            name = Words.hostName(line.from(1), line.placeOf(1), notes);
        default -> {
          if (!OF_NO_USE_HERE.contains(first)) {
            refuse(line.place(), "\"" + first + "\" is nothing of a lease");
          }
        }
      }
    }

    private void refuse(Place at, String text) {
      sound = false;
      notes.add(Finding.notUnderstood(at, text));
    }

    private Optional<Instant> time(IscStatement line) {
      try {
        return IscTime.parse(line.from(1));
      } catch (IllegalArgumentException e) {
        refuse(line.placeOf(1), String.valueOf(e.getMessage()));
        return Optional.empty();
      }
    }

    private void hardware(IscStatement line) {
      if (!line.begins("hardware", "ethernet")) {
        return; // told below: it has no Ethernet address
      }
      try {
        mac = Optional.of(MacAddress.parse(line.from(2)));
      } catch (IllegalArgumentException e) {
        refuse(line.placeOf(2), String.valueOf(e.getMessage()));
      }
    }

    Optional<ForeignLease> lease(Ipv4Address address) {
      Optional<LeaseState> known = state();
      if (!sound || known.isEmpty() || (mac.isEmpty() && nobody())) {
        return Optional.empty();
      }
      if (mac.isEmpty()) {
        notes.add(
            new Finding(
                place,
                Finding.Reason.NO_HARDWARE_ADDRESS,
                "the client of " + address + " (" + state + ") has no Ethernet address"));
        return Optional.empty();
      }
      boolean forEver = neverEnds.isPresent() && known.get() == LeaseState.BOUND;
      if (forEver) {
        notes.add(Endless.lease(neverEnds.get(), address));
      }
      Optional<Instant> end = forEver ? Optional.empty() : ends.or(() -> last).or(() -> starts);
      return Optional.of(
          ForeignLease.ofHost(
              place, address, mac.get(), name, known.get(), last.or(() -> starts), end));
    }

    /** An address of a failover pool that was never given to a client. */
    private boolean nobody() {
      return state.equals("free") || state.equals("backup");
    }

    private Optional<LeaseState> state() {
      return switch (state) {
        case "active", "bootp" -> Optional.of(LeaseState.BOUND);
        case "free", "backup", "released", "reset" -> Optional.of(LeaseState.RELEASED);
        case "expired" -> Optional.of(LeaseState.EXPIRED);
        case "abandoned" -> Optional.of(LeaseState.DECLINED);
        default -> {
          refuse(place, "\"" + state + "\" is no state of a lease");
          yield Optional.empty();
        }
      };
    }
  }
}

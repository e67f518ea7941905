package org.comosix.appliance.lease.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;

/**
 * {@code dnsmasq.leases}: one active lease a line, {@code expiry mac address name client-id}, with
 * {@code *} for what is not known and 0 for no end.
 */
final class DnsmasqLeases {

  private static final int FIELDS = 5;

  private final LeaseLog log = new LeaseLog();

  private DnsmasqLeases() {}

  static LeaseFile read(String text) {
    DnsmasqLeases reading = new DnsmasqLeases();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      reading.line(lines.get(i), i + 1);
    }
    return reading.log.file();
  }

  private void line(String line, int number) {
    List<Field> fields = Field.split(line, number);
    if (fields.isEmpty() || fields.get(0).text().equals("duid")) {
      return; // the server's own identifier for DHCPv6
    }
    if (fields.size() != FIELDS) {
      log.note(
          Finding.notUnderstood(
              fields.get(0).place(),
              "expected the five fields expiry, hardware address, address, name and client-id, not "
                  + fields.size()));
      return;
    }
    Field address = fields.get(2);
    if (address.text().contains(":")) {
      log.note(
          new Finding(
              fields.get(0).place(),
              Finding.Reason.NOT_IPV4,
              address.text() + " is a lease of DHCPv6"));
      return;
    }
    Words.address(address.text())
        .ifPresentOrElse(
            found -> lease(fields, found),
            () ->
                log.note(
                    Finding.notUnderstood(
                        address.place(), "expected an address, not \"" + address.text() + "\"")));
  }

  private void lease(List<Field> fields, Ipv4Address address) {
    List<Finding> notes = new ArrayList<>();
    log.put(address, read(fields, address, notes), notes);
  }

  private static Optional<ForeignLease> read(
      List<Field> fields, Ipv4Address address, List<Finding> notes) {
    Optional<MacAddress> mac = mac(fields.get(1), notes);
    if (mac.isEmpty()) {
      return Optional.empty();
    }
    Field expiry = fields.get(0);
    if (!expiry.text().matches("\\d{1,12}")) {
      notes.add(
          Finding.notUnderstood(
              expiry.place(), "expected seconds since 1970, not \"" + expiry.text() + "\""));
      return Optional.empty();
    }
    long seconds = Long.parseLong(expiry.text());
    if (seconds == 0) {
      notes.add(Endless.lease(expiry.place(), address));
    }
    Field wish = fields.get(3);
    Optional<NodeName> name =
        wish.text().equals("*")
            ? Optional.empty()
            : Words.hostName(wish.text(), wish.place(), notes);
    Optional<Instant> end =
        seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    return Optional.of(
        ForeignLease.ofHost(
            expiry.place(), address, mac.get(), name, LeaseState.BOUND, Optional.empty(), end));
  }

  /** Other hardware than Ethernet has its number before it: {@code 20-00:01:…}. */
  private static Optional<MacAddress> mac(Field field, List<Finding> notes) {
    try {
      return Optional.of(MacAddress.parse(field.text()));
    } catch (IllegalArgumentException e) {
      boolean other = field.text().matches("\\*|[0-9a-fA-F]{2}-([0-9a-fA-F]{2}(:|$))*");
      notes.add(
          other
              ? new Finding(
                  field.place(),
                  Finding.Reason.NO_HARDWARE_ADDRESS,
                  "\"" + field.text() + "\" is no Ethernet address")
              : Finding.notUnderstood(field.place(), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}

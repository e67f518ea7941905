package org.comosix.appliance.lease.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;

/**
 * {@code dhcp-host=} lines of {@code dnsmasq.conf}, and the same without the key as in a {@code
 * dhcp-hostsfile}. Other settings are passed over.
 */
final class DnsmasqHosts {

  private static final Pattern KEY = Pattern.compile("\\s*(?:--)?dhcp-host\\s*=\\s*");
  private static final Pattern FIRST_IS_HARDWARE =
      Pattern.compile("\\s*(?:[0-9a-fA-F]{1,2}|\\*)(?::(?:[0-9a-fA-F]{1,2}|\\*)){5}\\s*,.*");
  private static final Pattern OTHER_FILE =
      Pattern.compile("\\s*(conf-file|conf-dir|dhcp-hostsfile|dhcp-hostsdir|read-ethers)\\b.*");
  private static final Pattern HARDWARE =
      Pattern.compile(
          "(?:[0-9a-fA-F]{1,2}-)?(?:[0-9a-fA-F]{1,2}|\\*)(?::(?:[0-9a-fA-F]{1,2}|\\*)){5,}");
  private static final Pattern LEASE_TIME = Pattern.compile("\\d+[smhdwSMHDW]?|infinite");

  private final List<Finding> findings = new ArrayList<>();
  private final List<ForeignHost> hosts = new ArrayList<>();

  private DnsmasqHosts() {}

  static HostFile read(String text) {
    DnsmasqHosts reading = new DnsmasqHosts();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      reading.line(lines.get(i).replaceFirst("(^|\\s)#.*", ""), i + 1);
    }
    return new HostFile(reading.hosts, reading.findings);
  }

  private void line(String line, int number) {
    var key = KEY.matcher(line);
    if (key.lookingAt()) {
      entry(line, key.end(), number);
    } else if (FIRST_IS_HARDWARE.matcher(line).matches()) {
      entry(line, 0, number);
    } else if (OTHER_FILE.matcher(line).matches()) {
      findings.add(
          new Finding(
              new Place(number, 1),
              Finding.Reason.NOT_SUPPORTED,
              "\"" + line.strip() + "\" is not followed: read that file as well"));
    }
  }

  private void entry(String line, int from, int number) {
    Entry entry = new Entry(new Place(number, 1));
    for (Field field : Field.split(line.substring(from), number, ',')) {
      String text = field.text().strip();
      int blanks = field.text().length() - field.text().stripLeading().length();
      if (!text.isEmpty()) {
        entry.part(new Field(text, new Place(number, from + field.place().column() + blanks)));
      }
    }
    entry.host().ifPresent(hosts::add);
  }

  /** One line's parts, whose kind their form tells, as dnsmasq does it. */
  private final class Entry {

    private final Place place;
    private Optional<MacAddress> mac = Optional.empty();
    private Optional<Ipv4Address> address = Optional.empty();
    private Optional<NodeName> name = Optional.empty();
    private boolean refused;

    Entry(Place place) {
      this.place = place;
    }

    void part(Field field) {
      String text = field.text();
      if (HARDWARE.matcher(text).matches()) {
        hardware(field);
      } else if (text.startsWith("id:")) {
        if (!text.equals("id:*")) {
          refuse(field, "its machine is known by the client identifier " + text.substring(3));
        }
      } else if (text.startsWith("set:") || text.startsWith("net:") || text.startsWith("tag:")) {
        note(field, "the tag \"" + text + "\" is left out: what it does is another setting here");
      } else if (text.equals("ignore")) {
        refuse(field, "it is there to be given no address");
      } else if (text.startsWith("[")) {
        findings.add(
            new Finding(field.place(), Finding.Reason.NOT_IPV4, text + " is left out: IPv6"));
      } else if (Words.address(text).isPresent()) {
        address = Words.address(text);
      } else if (LEASE_TIME.matcher(text).matches()) {
        note(field, "the lease time " + text + " is left out: here it is the subnet's");
      } else {
        name = Words.hostName(text, field.place(), findings);
      }
    }

    private void hardware(Field field) {
      if (mac.isPresent()) {
        refuse(
            field, "it has several hardware addresses: write one entry for each, with one address");
        return;
      }
      try {
        mac = Optional.of(MacAddress.parse(padded(field.text())));
      } catch (IllegalArgumentException e) {
        refuse(field, "\"" + field.text() + "\" is not one Ethernet address");
      }
    }

    private static String padded(String mac) {
      return mac.replaceAll("(?<=^|:)([0-9a-fA-F])(?=:|$)", "0$1");
    }

    private void note(Field field, String text) {
      findings.add(new Finding(field.place(), Finding.Reason.NOT_SUPPORTED, text));
    }

    private void refuse(Field field, String why) {
      refused = true;
      note(field, "this entry is not taken: " + why);
    }

    Optional<ForeignHost> host() {
      if (!refused && mac.isEmpty()) {
        refused = true;
        findings.add(
            new Finding(
                place,
                Finding.Reason.NO_HARDWARE_ADDRESS,
                "this entry is not taken: it names no hardware address"));
      }
      return refused
          ? Optional.empty()
          : Optional.of(new ForeignHost(place, name, mac.orElseThrow(), address));
    }
  }
}

package org.comosix.appliance.lease.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;

/** {@code host} declarations of {@code dhcpd.conf}, wherever they stand. */
final class IscHosts {

  private static final Set<String> OF_NO_USE_HERE =
      Set.of("dynamic", "ddns-hostname", "uid", "set", "supersede");

  private final List<Finding> findings = new ArrayList<>();
  private final List<ForeignHost> hosts = new ArrayList<>();

  private IscHosts() {}

  static HostFile read(String text) {
    IscHosts reading = new IscHosts();
    reading.statements(
        IscStatement.group(IscLexer.split(text, reading.findings), reading.findings));
    return new HostFile(reading.hosts, reading.findings);
  }

  private void statements(List<IscStatement> statements) {
    for (IscStatement statement : statements) {
      if (statement.begins("host") && statement.block().isPresent()) {
        new Entry(statement).read(statement.block().get()).ifPresent(hosts::add);
      } else if (statement.begins("include")) {
        note(statement, "the file " + statement.from(1) + " is not followed: read it as well");
      } else {
        statement.block().ifPresent(this::statements);
      }
    }
  }

  private void note(IscStatement statement, String text) {
    findings.add(new Finding(statement.place(), Finding.Reason.NOT_SUPPORTED, text));
  }

  /** One host. */
  private final class Entry {

    private final IscStatement host;
    private Optional<MacAddress> mac = Optional.empty();
    private Optional<Ipv4Address> address = Optional.empty();
    private Optional<NodeName> name = Optional.empty();
    private boolean refused;

    Entry(IscStatement host) {
      this.host = host;
    }

    Optional<ForeignHost> read(List<IscStatement> block) {
      block.forEach(this::line);
      if (refused) {
        return Optional.empty();
      }
      if (mac.isEmpty()) {
        refuse(host, "it has no Ethernet address");
        return Optional.empty();
      }
      Optional<NodeName> named =
          name.or(() -> Words.hostName(host.from(1), host.placeOf(1), findings));
      return Optional.of(new ForeignHost(host.place(), named, mac.get(), address));
    }

    private void line(IscStatement line) {
      String first = line.words().get(0).text();
      if (line.begins("hardware", "ethernet")) {
        hardware(line);
      } else if (first.equals("fixed-address")) {
        fixedAddress(line);
      } else if (line.begins("option", "host-name")) {
        name = Words.hostName(line.from(2), line.placeOf(2), findings);
      } else if (first.equals("hardware") || first.equals("host-identifier")) {
        refuse(line, "its machine is known by \"" + line.from(0) + "\", not by Ethernet");
      } else if (first.equals("deleted")) {
        refuse(line, "it was deleted while dhcpd ran");
      } else if (line.begins("deny", "booting") || line.begins("ignore", "booting")) {
        refuse(line, "it is there to be given no address");
      } else if (line.block().isPresent()) {
        note(line, "host " + host.from(1) + ": \"" + line.from(0) + " { }\" is left out");
      } else if (!OF_NO_USE_HERE.contains(first)) {
        note(line, "host " + host.from(1) + ": \"" + line.from(0) + "\" is left out");
      }
    }

    private void refuse(IscStatement at, String why) {
      refused = true;
      note(at, "host " + host.from(1) + " is not taken: " + why);
    }

    private void hardware(IscStatement line) {
      try {
        mac = Optional.of(MacAddress.parse(padded(line.from(2))));
      } catch (IllegalArgumentException e) {
        refused = true;
        findings.add(Finding.notUnderstood(line.placeOf(2), String.valueOf(e.getMessage())));
      }
    }

    /** dhcpd takes {@code 0:c:29:1:2:3} too. */
    private String padded(String mac) {
      return mac.replaceAll("(?<=^|:)([0-9a-fA-F])(?=:|$)", "0$1");
    }

    private void fixedAddress(IscStatement line) {
      if (line.words().size() > 2) {
        refuse(line, "it has several addresses, one for each subnet: write one entry each");
        return;
      }
      address = Words.address(line.from(1));
      if (address.isEmpty()) {
        refuse(line, "its address is the name \"" + line.from(1) + "\", which is not looked up");
      }
    }
  }
}

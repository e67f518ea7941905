package org.comosix.appliance.dns.update;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * One name as a line of the journal: what may be at the server under it.
 *
 * <pre>
 * om_pc1.lab.example. = A/10.77.0.11/52:54:00:00:00:01
 * 11.0.77.10.in-addr.arpa. ? PTR/om_pc1.lab.example./52:54:00:00:00:01
 * </pre>
 *
 * @param settled the server has confirmed it; else it may have been sent, or not
 * @param traces what may be there; nothing when it is gone
 */
record SlotLine(DomainName owner, boolean settled, List<SiteRecord> traces) {

  SlotLine {
    traces = List.copyOf(traces);
  }

  String text() {
    return owner
        + (settled ? " =" : " ?")
        + traces.stream().map(trace -> " " + text(trace)).collect(Collectors.joining());
  }

  private static String text(SiteRecord trace) {
    return trace instanceof SiteRecord.Address address
        ? "A/" + address.address() + "/" + address.machine()
        : "PTR/" + ((SiteRecord.Pointer) trace).name() + "/" + trace.machine();
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException it is not one
   */
  static SlotLine parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length < 2 || !words[1].matches("[=?]")) {
      throw new IllegalArgumentException("not a name and its records: " + text);
    }
    List<SiteRecord> traces = new ArrayList<>();
    for (int i = 2; i < words.length; i++) {
      traces.add(record(words[i]));
    }
    return new SlotLine(DomainName.parse(words[0]), words[1].equals("="), traces);
  }

  private static SiteRecord record(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not a record: " + text);
    }
    MacAddress machine = MacAddress.parse(parts[2]);
    return parts[0].equals("A")
        ? new SiteRecord.Address(Ipv4Address.parse(parts[1]), machine)
        : new SiteRecord.Pointer(DomainName.parse(parts[1]), machine);
  }
}

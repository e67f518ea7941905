package org.comosix.appliance.config.source;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.comosix.appliance.config.DnsKeySettings;
import org.comosix.appliance.config.DnsTransferSettings;
import org.comosix.appliance.domain.Ipv4Address;

/** Reads {@code [dns.transfer]}. */
final class TransferReader {

  private TransferReader() {}

  /**
   * Reads the table.
   *
   * @param keyNames the keys that the file has
   */
  static DnsTransferSettings read(ConfigTable table, Set<String> keyNames) {
    List<String> keys = table.optionalList("keys", text -> known(text, keyNames));
    Set<Ipv4Address> seen = new LinkedHashSet<>();
    List<Ipv4Address> notify = table.optionalList("notify", text -> secondary(text, seen));
    table.rejectOtherKeys();
    return table
        .buildAt("notify", () -> new DnsTransferSettings(keys, notify))
        .orElse(DnsTransferSettings.NONE);
  }

  private static String known(String text, Set<String> keyNames) {
    String name = DnsKeySettings.keyName(text);
    if (!keyNames.contains(name)) {
      throw new IllegalArgumentException("there is no [[dns.key]] called " + name);
    }
    return name;
  }

  private static Ipv4Address secondary(String text, Set<Ipv4Address> seen) {
    Ipv4Address address = Ipv4Address.parse(text);
    if (!seen.add(address)) {
      throw new IllegalArgumentException(address + " is given twice");
    }
    return address;
  }
}

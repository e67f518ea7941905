package org.comosix.appliance.config.source;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.comosix.appliance.config.DnsKeySettings;
import org.comosix.appliance.config.DnsTransferSettings;
import org.comosix.appliance.config.DnsTransferSettings.Secondary;
import org.comosix.appliance.config.ServerAddress;

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
    Set<ServerAddress> seen = new LinkedHashSet<>();
    List<Secondary> notify = table.optionalList("notify", text -> secondary(text, keyNames, seen));
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

  private static Secondary secondary(String text, Set<String> keyNames, Set<ServerAddress> seen) {
    Secondary secondary = Secondary.parse(text);
    secondary.key().ifPresent(name -> known(name, keyNames));
    if (!seen.add(secondary.server())) {
      throw new IllegalArgumentException(secondary.server() + " is given twice");
    }
    return secondary;
  }
}

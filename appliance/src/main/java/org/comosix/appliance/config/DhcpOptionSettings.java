package org.comosix.appliance.config;

import java.util.List;
import org.comosix.appliance.dhcp.codec.DhcpOptions;

/**
 * DHCP options that an administrator gives, as they go onto the wire: in the order of the file,
 * each code once, none that the server writes itself.
 */
public record DhcpOptionSettings(DhcpOptions options) {

  public static final DhcpOptionSettings NONE = new DhcpOptionSettings(DhcpOptions.NONE);

  /** These, and where they say nothing the other ones. */
  public DhcpOptionSettings over(DhcpOptionSettings usual) {
    DhcpOptions.Builder all = DhcpOptions.builder();
    for (DhcpOptions each : List.of(usual.options, options)) {
      for (int i = 0; i < each.size(); i++) {
        all.put(each.code(i), each.value(i));
      }
    }
    return new DhcpOptionSettings(all.build());
  }
}

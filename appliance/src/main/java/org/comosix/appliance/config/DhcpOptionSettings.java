package org.comosix.appliance.config;

import org.comosix.appliance.dhcp.codec.DhcpOptions;

/**
 * DHCP options that an administrator gives, as they go onto the wire: in the order of the file,
 * each code once, none that the server writes itself.
 */
public record DhcpOptionSettings(DhcpOptions options) {

  public static final DhcpOptionSettings NONE = new DhcpOptionSettings(DhcpOptions.NONE);
}

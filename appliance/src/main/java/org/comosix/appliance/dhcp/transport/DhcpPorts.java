package org.comosix.appliance.dhcp.transport;

/**
 * UDP ports; other than the RFC's only in tests.
 *
 * @param server where we listen, 0 for any free one
 * @param relay where relay agents take replies
 * @param client where clients take replies
 */
public record DhcpPorts(int server, int relay, int client) {

  /** RFC 2131, section 4.1. */
  public static final DhcpPorts STANDARD = new DhcpPorts(67, 67, 68);
}

package org.comosix.appliance.http.transport;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import org.comosix.appliance.domain.Ipv4Address;

/** A socket's addresses as the domain's. */
final class Addresses {

  private Addresses() {}

  /** Our sockets are bound to IPv4 addresses, so both ends have one. */
  static Ipv4Address of(InetSocketAddress socket) {
    return Ipv4Address.of((Inet4Address) socket.getAddress());
  }
}

package org.comosix.appliance.dhcp.transport;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.ListenException;

/** Asks the system for the addresses of our interfaces. */
final class HostInterfaces {

  private HostInterfaces() {}

  /**
   * As it is now.
   *
   * @throws ListenException there is no such interface, or it has no IPv4 address
   */
  static ServedInterface find(String name, int port) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      if (found == null) {
        throw new IllegalArgumentException(
            "there is no interface "
                + name
                + ", only "
                + NetworkInterface.networkInterfaces().map(NetworkInterface::getName).toList());
      }
      List<Ipv4Address> addresses =
          found
              .inetAddresses()
              .filter(Inet4Address.class::isInstance)
              .map(address -> Ipv4Address.of((Inet4Address) address))
              .toList();
      return new ServedInterface(name, addresses);
    } catch (SocketException | IllegalArgumentException e) {
      throw new ListenException(
          "udp", new InetSocketAddress(Ipv4Address.ANY.toInetAddress(), port), e);
    }
  }
}

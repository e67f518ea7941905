package org.comosix.appliance.cli;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/** The network interfaces of a machine. */
interface MachineLinks {

  /**
   * One of them.
   *
   * @param up by its administrator; a cable may be missing all the same
   */
  record Link(String name, boolean up, List<Address> addresses) {}

  /** An address with its prefix length. */
  record Address(Ipv4Address address, int prefixLength) {
    @Override
    public String toString() {
      return address + "/" + prefixLength;
    }
  }

  Optional<Link> find(String name);

  /** The names of all. */
  List<String> names();

  static MachineLinks ofThisMachine() {
    return new MachineLinks() {
      @Override
      public Optional<Link> find(String name) {
        try {
          NetworkInterface found = NetworkInterface.getByName(name);
          return found == null ? Optional.empty() : Optional.of(link(found));
        } catch (SocketException e) {
          return Optional.empty();
        }
      }

      @Override
      public List<String> names() {
        try {
          return NetworkInterface.networkInterfaces()
              .map(NetworkInterface::getName)
              .sorted()
              .toList();
        } catch (SocketException e) {
          return List.of();
        }
      }
    };
  }

  private static Link link(NetworkInterface found) throws SocketException {
    List<Address> addresses =
        found.getInterfaceAddresses().stream()
            .filter(address -> address.getAddress() instanceof Inet4Address)
            .map(
                address ->
                    new Address(
                        Ipv4Address.of((Inet4Address) address.getAddress()),
                        address.getNetworkPrefixLength()))
            .toList();
    return new Link(found.getName(), found.isUp(), addresses);
  }
}

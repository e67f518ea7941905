package org.comosix.appliance.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.comosix.appliance.domain.Ipv4Address;

/** Reads the kernel's tables of open sockets. */
final class ProcNet {

  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String MAPPED_IPV4 = "0000000000000000FFFF0000";

  /**
   * A socket that is bound.
   *
   * @param address empty for one IPv6 address that is not ours to meet
   */
  record Socket(Optional<Ipv4Address> address, int port, long inode) {

    /** Whether the two cannot be bound to one port: same address, or one of them to all. */
    boolean meets(Ipv4Address wanted) {
      return address
          .map(held -> held.isAny() || wanted.isAny() || held.equals(wanted))
          .orElse(false);
    }
  }

  private ProcNet() {}

  /** IPv4 and IPv6: an IPv6 socket on all addresses takes the IPv4 port too. */
  static List<Socket> sockets(Path proc, String protocol) {
    return Stream.of(protocol, protocol + "6")
        .flatMap(table -> lines(proc.resolve("net").resolve(table)).stream().skip(1))
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length > INODE)
        .filter(fields -> protocol.equals("udp") || fields[STATE].equals(LISTEN))
        .map(ProcNet::socket)
        .toList();
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      return List.of(); // a kernel without IPv6
    }
  }

  private static Socket socket(String[] fields) {
    String[] local = fields[LOCAL_ADDRESS].split(":", -1);
    return new Socket(
        address(local[0]), Integer.parseInt(local[1], 16), Long.parseLong(fields[INODE]));
  }

  /** Each 32-bit word is printed in the machine's own byte order; ours are little-endian. */
  private static Optional<Ipv4Address> address(String hex) {
    if (hex.length() == 8) {
      return Optional.of(ipv4(hex));
    }
    if (hex.matches("0+")) {
      return Optional.of(Ipv4Address.ANY);
    }
    return hex.startsWith(MAPPED_IPV4)
        ? Optional.of(ipv4(hex.substring(MAPPED_IPV4.length())))
        : Optional.empty();
  }

  private static Ipv4Address ipv4(String hex) {
    return new Ipv4Address(Integer.reverseBytes(Integer.parseUnsignedInt(hex, 16)));
  }
}

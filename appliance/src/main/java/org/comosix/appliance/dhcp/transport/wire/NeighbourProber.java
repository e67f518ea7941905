package org.comosix.appliance.dhcp.transport.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.dhcp.conflict.Prober.Question;
import org.comosix.appliance.dhcp.conflict.Prober.User;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * Asks by ARP without libpcap: an empty datagram makes the kernel ask, and its neighbour table
 * tells whether somebody answered. DHCP thread only.
 *
 * <p>Second best, for two reasons. Each address asked for takes a place in that table, so only a
 * few are asked at a time. And the kernel remembers machines that are gone: what it knew before we
 * asked proves nothing where the address was that machine's by a lease of ours.
 */
final class NeighbourProber implements AutoCloseable {

  static final Path TABLE = Path.of("/proc/net/arp");

  private static final int MOST = 32;
  private static final int DISCARD_PORT = 9;

  /** ATF_COM of linux/if_arp.h: the hardware address is known. */
  private static final int COMPLETE = 2;

  private final Path table;
  private final DatagramChannel socket;
  private final Map<Ipv4Address, Question> asked = new HashMap<>();

  NeighbourProber(Path table) {
    this.table = table;
    try {
      socket = DatagramChannel.open();
      socket.configureBlocking(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean ask(Question question) {
    Optional<MacAddress> known = neighbour(question.address());
    boolean nothingToLearn = known.isPresent() && known.equals(question.lastHolder());
    if (asked.size() >= MOST || nothingToLearn || !sendTo(question.address())) {
      return false;
    }
    asked.put(question.address(), question);
    return true;
  }

  Optional<User> answer(Ipv4Address address) {
    Question question = asked.remove(address);
    return question == null
        ? Optional.empty()
        : neighbour(address).map(mac -> new User(Optional.of(mac)));
  }

  private boolean sendTo(Ipv4Address address) {
    try {
      socket.send(
          ByteBuffer.allocate(0), new InetSocketAddress(address.toInetAddress(), DISCARD_PORT));
      return true;
    } catch (IOException e) {
      // No route to it, or a firewall of this machine: it cannot be found out this way.
      return false;
    }
  }

  /** Columns of the table: address, hardware type, flags, hardware address, mask, device. */
  private Optional<MacAddress> neighbour(Ipv4Address address) {
    String start = address + " ";
    try {
      for (String line : Files.readAllLines(table)) {
        String[] columns = line.startsWith(start) ? line.split("\\s+", -1) : new String[0];
        if (columns.length > 3 && (Integer.decode(columns[2]) & COMPLETE) != 0) {
          return Optional.of(MacAddress.parse(columns[3]));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

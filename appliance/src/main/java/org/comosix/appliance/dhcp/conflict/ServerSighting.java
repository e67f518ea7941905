package org.comosix.appliance.dhcp.conflict;

import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * A sign of another DHCP server.
 *
 * @param server its address, option 54 where it says one
 * @param mac of the card that sent it; unknown where a client told us
 * @param what it does, for people
 */
public record ServerSighting(
    Ipv4Address server, Optional<MacAddress> mac, String networkInterface, String what) {

  /**
   * A server's reply that we heard; empty for what a relay hands on, whose server is another's
   * neighbour, not ours.
   *
   * @param source the IP source
   */
  public static Optional<ServerSighting> of(
      DhcpMessage reply, MacAddress from, Ipv4Address source, String networkInterface) {
    if (reply.op() != DhcpMessage.BOOTREPLY || reply.isRelayed()) {
      return Optional.empty();
    }
    Ipv4Address server = reply.options().address(OptionCode.SERVER_IDENTIFIER).orElse(source);
    return Optional.of(
        new ServerSighting(server, Optional.of(from), networkInterface, describe(reply)));
  }

  /** A client's message that names a server; empty when it names none, or us. */
  public static Optional<ServerSighting> named(DhcpQuery query) {
    return query
        .serverIdentifier()
        .filter(server -> !query.arrival().addresses().contains(server))
        .map(
            server ->
                new ServerSighting(
                    server,
                    Optional.empty(),
                    query.arrival().name(),
                    "chosen by " + query.message().hardware().mac()));
  }

  /** Such as {@code another DHCP server, 10.0.0.2 (52:54:00:00:00:02) on eth1, offers 10.0.0.9}. */
  String text() {
    return "another DHCP server, "
        + server
        + mac.map(card -> " (" + card + ")").orElse("")
        + " on "
        + networkInterface
        + ", "
        + what;
  }

  private static String describe(DhcpMessage reply) {
    DhcpOptions options = reply.options();
    Set<MessageType> gives = Set.of(MessageType.OFFER, MessageType.ACK);
    boolean address = !reply.yiaddr().isAny() && reply.type().filter(gives::contains).isPresent();
    boolean boot = !reply.file().isEmpty() || options.has(OptionCode.BOOT_FILE_NAME);
    String text =
        address
            ? "offers " + reply.yiaddr() + (boot ? " and a boot file" : "")
            : boot
                ? "offers a boot file"
                : "answers " + reply.type().map(Enum::name).orElse("BOOTP");
    // EDK2 takes PXEClient alone for a hint to ask that server's port 4011, and then waits for it.
    boolean askPort4011 =
        options
                .text(OptionCode.VENDOR_CLASS)
                .filter(name -> name.startsWith("PXEClient"))
                .isPresent()
            && !options.has(OptionCode.VENDOR_SPECIFIC);
    return askPort4011
        ? text + "; says PXEClient (60) without vendor options (43): UEFI asks its port 4011"
        : text;
  }
}

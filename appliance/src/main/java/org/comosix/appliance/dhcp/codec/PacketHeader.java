package org.comosix.appliance.dhcp.codec;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * What can be told of a packet from its fixed fields and a glance at its options, for a small part
 * of what decoding costs: enough to choose whom to serve first when too much comes.
 *
 * @param client {@link HardwareAddress#key()}
 * @param ethernet whether {@code client} is an Ethernet address
 * @param port of the relay or switch that the packet came through, see {@link RelayPortKey}
 * @param type option 53 where it stands first, as with every client we saw; else 0
 */
public record PacketHeader(long client, boolean ethernet, Ipv4Address giaddr, long port, int type) {

  /** Bytes of UDP payload; clients and relays send less than an Ethernet frame. */
  public static final int LARGEST_QUERY = 4096;

  private static final int CHADDR_OFFSET = 28;
  private static final int GIADDR_OFFSET = 24;

  /**
   * Reads it.
   *
   * @throws MalformedPacketException the fixed fields are not those of a DHCP message
   */
  public static PacketHeader read(byte[] packet) {
    if (packet.length > LARGEST_QUERY) {
      throw new MalformedPacketException(LARGEST_QUERY, "the end of the message");
    }
    ByteBuffer fields = ByteBuffer.wrap(packet);
    DhcpDecoder.checkFixedFields(fields);
    int hlen = packet[2] & 0xff;
    HardwareAddress hardware =
        new HardwareAddress(
            packet[1] & 0xff,
            hlen,
            fields.getLong(CHADDR_OFFSET),
            fields.getLong(CHADDR_OFFSET + Long.BYTES));
    Ipv4Address giaddr = new Ipv4Address(fields.getInt(GIADDR_OFFSET));
    return new PacketHeader(
        hardware.key(),
        hardware.isEthernet(),
        giaddr,
        RelayPortKey.of(giaddr, packet, DhcpLayout.OPTIONS_OFFSET),
        firstType(packet));
  }

  private static int firstType(byte[] packet) {
    int at = DhcpLayout.OPTIONS_OFFSET;
    return packet.length > at + 2 && packet[at] == OptionCode.MESSAGE_TYPE ? packet[at + 2] : 0;
  }

  /** Empty for a client without Ethernet address. */
  public Optional<MacAddress> mac() {
    return ethernet ? Optional.of(new MacAddress(client)) : Optional.empty();
  }

  public boolean isDiscover() {
    return type == MessageType.DISCOVER.code();
  }

  public boolean isRelayed() {
    return !giaddr.isAny();
  }
}

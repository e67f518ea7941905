package org.comosix.appliance.dhcp.codec;

import java.util.List;

/**
 * DHCPv4 messages from and to UDP payloads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2131#section-2">RFC 2131, section 2</a>
 */
public final class DhcpCodec {

  /** What every client must be able to take: 576 bytes less IP and UDP headers. */
  public static final int DEFAULT_MAXIMUM_LENGTH = 548;

  /** What a BOOTP client can take, and sends (RFC 951, section 3). */
  public static final int BOOTP_LENGTH = 300;

  /** One Ethernet frame: firmware does not put fragments together. */
  private static final int LARGEST = 1472;

  private static final int IP_AND_UDP_HEADERS = 28;

  private DhcpCodec() {}

  /**
   * Reads one message.
   *
   * @throws MalformedPacketException not a DHCP message; nothing else is ever thrown
   */
  public static DhcpMessage decode(byte[] packet) {
    return new DhcpDecoder(packet).decode();
  }

  /**
   * Writes one message, padded with zeros to BOOTP's 300 bytes.
   *
   * @param maximumLength bytes, at least 300
   */
  public static Encoded encode(DhcpMessage message, int maximumLength) {
    if (maximumLength < BOOTP_LENGTH) {
      throw new IllegalArgumentException("every client takes 300 bytes, not " + maximumLength);
    }
    return new DhcpEncoder(message, maximumLength).encode();
  }

  /**
   * How long a reply to this query may be. Option 57 counts the IP and UDP headers; a value under
   * its own minimum of 576 is taken as 576, and OVMF's 0xff00 as one frame.
   */
  public static int maximumLengthFor(DhcpMessage query) {
    if (query.isBootp()) {
      return BOOTP_LENGTH;
    }
    int asked = query.options().number(OptionCode.MAXIMUM_MESSAGE_SIZE).orElse(0);
    return Math.max(DEFAULT_MAXIMUM_LENGTH, Math.min(asked - IP_AND_UDP_HEADERS, LARGEST));
  }

  /**
   * A UDP payload.
   *
   * @param omitted codes of the options for which there was no room, normally none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed to the socket, never compared
  public record Encoded(byte[] bytes, List<Integer> omitted) {}
}

package org.comosix.appliance.dhcp.codec;

import static org.comosix.appliance.dhcp.codec.DhcpLayout.COOKIE;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.COOKIE_OFFSET;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.FILE_LENGTH;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.FILE_OFFSET;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.OPTIONS_OFFSET;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.SNAME_LENGTH;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.SNAME_OFFSET;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Reads one message. Used once.
 *
 * <p>Without the magic cookie the vendor area is nobody's business (RFC 951, section 3): the
 * message is BOOTP and has no options. klibc's ipconfig sends no vendor area at all.
 */
final class DhcpDecoder {

  private static final int OVERLOAD_FILE = 1;
  private static final int OVERLOAD_SNAME = 2;

  private final byte[] packet;
  private final ByteBuffer fields;
  private final DhcpOptions.Builder options = DhcpOptions.builder();
  private int overload;

  DhcpDecoder(byte[] packet) {
    this.packet = packet;
    this.fields = ByteBuffer.wrap(packet);
  }

  DhcpMessage decode() {
    checkFixedFields(fields);
    int op = octet(0);
    int hlen = octet(2);
    if (packet.length >= OPTIONS_OFFSET && fields.getInt(COOKIE_OFFSET) == COOKIE) {
      readAllOptions();
    }
    return new DhcpMessage(
        op,
        new HardwareAddress(octet(1), hlen, fields.getLong(28), fields.getLong(36)),
        octet(3),
        fields.getInt(4),
        fields.getShort(8) & 0xffff,
        fields.getShort(10) & 0xffff,
        new Ipv4Address(fields.getInt(12)),
        new Ipv4Address(fields.getInt(16)),
        new Ipv4Address(fields.getInt(20)),
        new Ipv4Address(fields.getInt(24)),
        (overload & OVERLOAD_SNAME) != 0 ? "" : text(SNAME_OFFSET, SNAME_LENGTH),
        (overload & OVERLOAD_FILE) != 0 ? "" : text(FILE_OFFSET, FILE_LENGTH),
        options.build());
  }

  /**
   * What every message has, whatever its options.
   *
   * @throws MalformedPacketException it does not
   */
  static void checkFixedFields(ByteBuffer packet) {
    if (packet.capacity() < COOKIE_OFFSET) {
      throw new MalformedPacketException(
          packet.capacity(), "at least " + COOKIE_OFFSET + " bytes: the fixed fields");
    }
    int op = packet.get(0);
    if (op != DhcpMessage.BOOTREQUEST && op != DhcpMessage.BOOTREPLY) {
      throw new MalformedPacketException(0, "op 1 or 2");
    }
    if ((packet.get(2) & 0xff) > HardwareAddress.FIELD_LENGTH) {
      throw new MalformedPacketException(2, "a hardware address length of at most 16");
    }
  }

  /** RFC 2131, section 4.1: the options field first, then file, then sname. */
  private void readAllOptions() {
    readOptions(OPTIONS_OFFSET, packet.length);
    if ((overload & OVERLOAD_FILE) != 0) {
      readOptions(FILE_OFFSET, FILE_OFFSET + FILE_LENGTH);
    }
    if ((overload & OVERLOAD_SNAME) != 0) {
      readOptions(SNAME_OFFSET, SNAME_OFFSET + SNAME_LENGTH);
    }
  }

  /** Reads until the End option. A missing End is forgiven: some clients fill the last byte. */
  private void readOptions(int from, int limit) {
    int at = from;
    while (at < limit) {
      int code = octet(at);
      if (code == OptionCode.END) {
        return;
      }
      if (code == OptionCode.PAD) {
        at++;
        continue;
      }
      if (at + 1 >= limit) {
        throw new MalformedPacketException(at + 1, "the length of option " + code);
      }
      int length = octet(at + 1);
      int start = at + 2;
      if (start + length > limit) {
        throw new MalformedPacketException(
            start, length + " bytes of option " + code + ", not " + (limit - start));
      }
      take(code, start, length);
      at = start + length;
    }
  }

  private void take(int code, int start, int length) {
    int wanted = fixedLength(code);
    if (wanted > 0 && length != wanted) {
      throw new MalformedPacketException(
          start - 1, "length " + wanted + " for option " + code + ", not " + length);
    }
    if (code == OptionCode.OVERLOAD) {
      readOverload(start);
    } else {
      // A repeated option of fixed length becomes too long here and is caught by its reader.
      options.append(code, Arrays.copyOfRange(packet, start, start + length));
    }
  }

  /** Not kept: it describes this packet's layout, not what the client says. */
  private void readOverload(int start) {
    if (start < OPTIONS_OFFSET) {
      throw new MalformedPacketException(start, "no option 52 inside sname or file");
    }
    overload = octet(start);
    if (overload < 1 || overload > 3) {
      throw new MalformedPacketException(start, "1, 2 or 3 in option 52");
    }
  }

  /** Of the options on which a decision rests; 0 where the length is free. */
  private static int fixedLength(int code) {
    return switch (code) {
      case OptionCode.REQUESTED_IP_ADDRESS, OptionCode.LEASE_TIME, OptionCode.SERVER_IDENTIFIER ->
          4;
      case OptionCode.OVERLOAD, OptionCode.MESSAGE_TYPE -> 1;
      case OptionCode.MAXIMUM_MESSAGE_SIZE -> 2;
      default -> 0;
    };
  }

  private int octet(int at) {
    return packet[at] & 0xff;
  }

  private String text(int from, int length) {
    int end = from;
    while (end < from + length && packet[end] != 0) {
      end++;
    }
    return new String(packet, from, end - from, StandardCharsets.ISO_8859_1);
  }
}

package org.comosix.appliance.dhcp.codec;

import static org.comosix.appliance.dhcp.codec.DhcpLayout.COOKIE;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.COOKIE_OFFSET;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.FILE_LENGTH;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.FILE_OFFSET;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.MINIMUM_LENGTH;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.OPTIONS_OFFSET;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.SNAME_LENGTH;
import static org.comosix.appliance.dhcp.codec.DhcpLayout.SNAME_OFFSET;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes one message into at most a given number of bytes. Used once. */
final class DhcpEncoder {

  private static final int LONGEST_PART = 255;
  private static final int HEADER = 2;
  private static final int END_LENGTH = 1;
  private static final int OVERLOAD_LENGTH = 3;
  private static final int OVERLOAD_FILE = 1;
  private static final int OVERLOAD_SNAME = 2;

  private final DhcpMessage message;
  private final ByteBuffer packet;
  private final List<Integer> omitted = new ArrayList<>();

  DhcpEncoder(DhcpMessage message, int maximumLength) {
    this.message = message;
    this.packet = ByteBuffer.allocate(Math.min(maximumLength, length(message)));
  }

  /** Without overload. */
  private static int length(DhcpMessage message) {
    return Math.max(MINIMUM_LENGTH, OPTIONS_OFFSET + sizeOfAllOptions(message) + END_LENGTH);
  }

  DhcpCodec.Encoded encode() {
    writeFixedFields();
    packet.position(OPTIONS_OFFSET);
    if (sizeOfAllOptions(message) + END_LENGTH <= packet.remaining()) {
      for (int i = 0; i < message.options().size(); i++) {
        write(packet, i);
      }
    } else {
      writeWithOverload();
    }
    packet.put((byte) OptionCode.END);
    int length = Math.max(packet.position(), MINIMUM_LENGTH);
    return new DhcpCodec.Encoded(
        length == packet.capacity() ? packet.array() : Arrays.copyOf(packet.array(), length),
        List.copyOf(omitted));
  }

  private void writeFixedFields() {
    HardwareAddress hardware = message.hardware();
    packet
        .put((byte) message.op())
        .put((byte) hardware.type())
        .put((byte) hardware.length())
        .put((byte) message.hops())
        .putInt(message.xid())
        .putShort((short) message.secs())
        .putShort((short) message.flags())
        .putInt(message.ciaddr().bits())
        .putInt(message.yiaddr().bits())
        .putInt(message.siaddr().bits())
        .putInt(message.giaddr().bits())
        .putLong(hardware.high())
        .putLong(hardware.low());
    text(SNAME_OFFSET, SNAME_LENGTH, message.sname());
    text(FILE_OFFSET, FILE_LENGTH, message.file());
    packet.putInt(COOKIE_OFFSET, COOKIE);
  }

  /** Always leaves a NUL at the end, since clients read these fields as C strings. */
  private void text(int offset, int length, String text) {
    if (text.length() >= length) {
      throw new IllegalArgumentException(
          "\"" + text + "\" does not fit into a field of " + length + " bytes");
    }
    packet.position(offset);
    packet.put(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * What does not fit into the options field goes into file and sname where they are empty (RFC
   * 2131, section 4.1); what fits nowhere is left out, later options first to suffer.
   */
  private void writeWithOverload() {
    ByteBuffer main = packet.duplicate().limit(packet.capacity() - END_LENGTH - OVERLOAD_LENGTH);
    ByteBuffer file = spare(FILE_OFFSET, FILE_LENGTH, message.file());
    ByteBuffer sname = spare(SNAME_OFFSET, SNAME_LENGTH, message.sname());
    int fileStart = file.position();
    int snameStart = sname.position();
    int relay = relayInformation();
    int kept = relay < 0 ? 0 : sizeOf(message, relay);
    for (int i = 0; i < message.options().size(); i++) {
      int size = sizeOf(message, i);
      if (i != relay && size <= main.remaining() - kept) {
        write(main, i);
      } else if (i != relay && size <= file.remaining()) {
        write(file, i);
      } else if (i != relay && size <= sname.remaining()) {
        write(sname, i);
      } else if (i != relay) {
        omitted.add(message.options().code(i));
      }
    }
    if (relay >= 0) {
      write(main, relay);
    }
    packet.position(main.position());
    int overload = ended(file, fileStart, OVERLOAD_FILE) | ended(sname, snameStart, OVERLOAD_SNAME);
    if (overload != 0) {
      packet.put((byte) OptionCode.OVERLOAD).put((byte) 1).put((byte) overload);
    }
  }

  /**
   * Where option 82 stands, for which room is kept: the relay agent looks for it in the options
   * field alone, and drops a reply without it (RFC 3046, section 2.1). Negative where there is
   * none, or one that no reply can hold.
   */
  private int relayInformation() {
    for (int i = 0; i < message.options().size(); i++) {
      if (message.options().code(i) == OptionCode.RELAY_AGENT_INFORMATION) {
        return sizeOf(message, i) <= packet.remaining() - END_LENGTH - OVERLOAD_LENGTH ? i : -1;
      }
    }
    return -1;
  }

  private ByteBuffer spare(int offset, int length, String used) {
    ByteBuffer field = packet.duplicate().limit(offset + length - END_LENGTH).position(offset);
    return used.isEmpty() ? field : field.limit(offset);
  }

  private static int ended(ByteBuffer field, int start, int flag) {
    if (field.position() == start) {
      return 0;
    }
    field.limit(field.limit() + END_LENGTH).put((byte) OptionCode.END);
    return flag;
  }

  private static int sizeOfAllOptions(DhcpMessage message) {
    int size = 0;
    for (int i = 0; i < message.options().size(); i++) {
      size += sizeOf(message, i);
    }
    return size;
  }

  private static int sizeOf(DhcpMessage message, int position) {
    int length = message.options().value(position).length;
    int parts = Math.max(1, (length + LONGEST_PART - 1) / LONGEST_PART);
    return length + parts * HEADER;
  }

  /** Over 255 bytes in several parts, one after the other (RFC 3396, section 5). */
  private void write(ByteBuffer field, int position) {
    byte[] value = message.options().value(position);
    int from = 0;
    do {
      int part = Math.min(LONGEST_PART, value.length - from);
      field.put((byte) message.options().code(position)).put((byte) part).put(value, from, part);
      from += part;
    } while (from < value.length);
  }
}

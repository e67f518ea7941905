package org.comosix.appliance.transport.ethernet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.comosix.appliance.domain.MacAddress;

/** An Ethernet II frame without its checksum, which is the card's. */
public final class EthernetFrame {

  public static final int IPV4 = 0x0800;
  public static final int ARP = 0x0806;
  public static final int HEADER = 14;

  /** What every card takes in. */
  public static final MacAddress EVERYBODY = new MacAddress(0xffff_ffff_ffffL);

  static final MacAddress NOBODY = new MacAddress(0);

  /** Shorter ones are filled up by the card; some virtual ones do not. */
  private static final int SHORTEST = 60;

  private final MacAddress destination;
  private final MacAddress source;
  private final int type;
  private final byte[] payload;

  EthernetFrame(MacAddress destination, MacAddress source, int type, byte[] payload) {
    this.destination = destination;
    this.source = source;
    this.type = type;
    this.payload = payload;
  }

  /** Empty when there is no whole header. */
  public static Optional<EthernetFrame> of(byte[] bytes) {
    if (bytes.length < HEADER) {
      return Optional.empty();
    }
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    return Optional.of(
        new EthernetFrame(
            mac(frame),
            mac(frame),
            frame.getShort() & 0xffff,
            Arrays.copyOfRange(bytes, HEADER, bytes.length)));
  }

  public MacAddress source() {
    return source;
  }

  public MacAddress destination() {
    return destination;
  }

  /** What the payload is: {@link #IPV4}, {@link #ARP} or another. */
  public int type() {
    return type;
  }

  /** May have padding behind it; not to be changed. */
  ByteBuffer payload() {
    return ByteBuffer.wrap(payload);
  }

  byte[] toBytes() {
    ByteBuffer frame = ByteBuffer.allocate(Math.max(SHORTEST, HEADER + payload.length));
    frame.put(destination.octets()).put(source.octets()).putShort((short) type).put(payload);
    return frame.array();
  }

  static MacAddress mac(ByteBuffer bytes) {
    long high = bytes.getShort() & 0xffffL;
    return new MacAddress(high << 32 | (bytes.getInt() & 0xffff_ffffL));
  }
}

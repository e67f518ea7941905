package org.comosix.appliance.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.comosix.appliance.domain.Ipv4Address;

/** Writes capture files as tcpdump and Wireshark do, and the packets in them. */
public final class CaptureWriter {

  public static final int ETHERNET = 1;
  public static final int RAW = 101;
  public static final int LINUX_SLL = 113;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final ByteOrder order;

  private CaptureWriter(ByteOrder order) {
    this.order = order;
  }

  /** The classic format. */
  public static CaptureWriter pcap(ByteOrder order, int magic, int linkType) {
    CaptureWriter writer = new CaptureWriter(order);
    writer.file.writeBytes(
        ByteBuffer.allocate(24)
            .order(order)
            .putInt(magic)
            .putShort((short) 2)
            .putShort((short) 4)
            .putLong(0)
            .putInt(262_144)
            .putInt(linkType)
            .array());
    return writer;
  }

  /** The classic format as most machines write it. */
  public static CaptureWriter pcap(int linkType) {
    return pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, linkType);
  }

  /** One packet of the classic format, with microseconds or whatever its magic says. */
  public CaptureWriter record(Instant time, int fraction, byte[] frame) {
    file.writeBytes(
        ByteBuffer.allocate(16)
            .order(order)
            .putInt((int) time.getEpochSecond())
            .putInt(fraction)
            .putInt(frame.length)
            .putInt(frame.length)
            .array());
    file.writeBytes(frame);
    return this;
  }

  /** Wireshark's format. */
  public static CaptureWriter pcapng(ByteOrder order) {
    CaptureWriter writer = new CaptureWriter(order);
    ByteBuffer body =
        ByteBuffer.allocate(16)
            .order(order)
            .putInt(0x1a2b3c4d)
            .putShort((short) 1)
            .putShort((short) 0)
            .putLong(-1);
    return writer.block(0x0a0d0d0a, body.array());
  }

  /** Any block of Wireshark's format; the body is padded. */
  public CaptureWriter block(int type, byte[] body) {
    int padded = (body.length + 3) / 4 * 4;
    ByteBuffer block = ByteBuffer.allocate(12 + padded).order(order);
    block.putInt(type).putInt(12 + padded).put(body).position(8 + padded);
    file.writeBytes(block.putInt(12 + padded).array());
    return this;
  }

  /** The description of an interface whose clock ticks 10^resolution times a second. */
  public CaptureWriter networkInterface(int linkType, String name, int resolution) {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    int padded = (text.length + 3) / 4 * 4;
    ByteBuffer body = ByteBuffer.allocate(8 + 4 + padded + 8 + 4).order(order);
    body.putShort((short) linkType).putShort((short) 0).putInt(0);
    body.putShort((short) 2).putShort((short) text.length).put(text).position(12 + padded);
    body.putShort((short) 9).putShort((short) 1).put((byte) resolution);
    return block(1, body.array());
  }

  public CaptureWriter enhancedPacket(int networkInterface, long ticks, byte[] frame) {
    ByteBuffer body = ByteBuffer.allocate(20 + frame.length).order(order);
    body.putInt(networkInterface).putInt((int) (ticks >>> 32)).putInt((int) ticks);
    return block(6, body.putInt(frame.length).putInt(frame.length).put(frame).array());
  }

  public byte[] bytes() {
    return file.toByteArray();
  }

  /** A UDP datagram in an IPv4 packet. */
  public static byte[] udp(String from, int fromPort, String to, int toPort, byte[] payload) {
    return ByteBuffer.allocate(28 + payload.length)
        .put((byte) 0x45)
        .put((byte) 0)
        .putShort((short) (28 + payload.length))
        .putInt(0)
        .put((byte) 64)
        .put((byte) 17)
        .putShort((short) 0)
        .putInt(Ipv4Address.parse(from).bits())
        .putInt(Ipv4Address.parse(to).bits())
        .putShort((short) fromPort)
        .putShort((short) toPort)
        .putShort((short) (8 + payload.length))
        .putShort((short) 0)
        .put(payload)
        .array();
  }

  /** What is sent to everybody before there are addresses. */
  public static byte[] broadcast(byte[] payload) {
    return udp("0.0.0.0", 68, "255.255.255.255", 67, payload);
  }

  /** With an Ethernet header, which ends with these types and tags. */
  public static byte[] ethernet(byte[] packet, int... typesAndTags) {
    ByteBuffer frame = ByteBuffer.allocate(12 + 2 * typesAndTags.length + packet.length);
    frame.position(12);
    for (int each : typesAndTags) {
      frame.putShort((short) each);
    }
    return frame.put(packet).array();
  }
}

package org.comosix.appliance.transport.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Wireshark's format: blocks, each with its type and length. Used once. */
final class PcapngReader {

  static final int SECTION_HEADER = 0x0a0d0d0a;

  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int INTERFACE = 1;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int LENGTHS = 12;

  private static final long MICROSECONDS = 1_000_000;
  private static final int END_OF_OPTIONS = 0;
  private static final int IF_NAME = 2;
  private static final int IF_TSRESOL = 9;
  private static final int IF_TSOFFSET = 14;

  private final InputStream in;
  private final Consumer<CapturedFrame> frames;
  private final List<Interface> interfaces = new ArrayList<>();
  private ByteOrder order = ByteOrder.BIG_ENDIAN;

  /** Where packets were captured, and what a tick of their clock is. */
  private record Interface(int linkType, Optional<String> name, long ticksASecond, long offset) {
    Instant time(long ticks) {
      long seconds = Long.divideUnsigned(ticks, ticksASecond);
      long rest = Long.remainderUnsigned(ticks, ticksASecond);
      return Instant.ofEpochSecond(seconds + offset, (long) (rest * 1e9 / ticksASecond));
    }
  }

  /** Begins after the type of the first block. */
  PcapngReader(InputStream in, Consumer<CapturedFrame> frames) {
    this.in = in;
    this.frames = frames;
  }

  void read() throws IOException {
    try {
      section();
      while (true) {
        int type = CaptureFile.take(in, 4, order).getInt();
        if (type == SECTION_HEADER) {
          section();
        } else {
          int length = CaptureFile.take(in, 4, order).getInt();
          block(type, CaptureFile.take(in, length - LENGTHS, order));
          CaptureFile.take(in, 4, order); // the length once more
        }
      }
    } catch (EOFException e) {
      // The end, or the block that was being written when the file was copied.
    }
  }

  /** Its byte order is told behind its length, which is in that order. */
  private void section() throws IOException {
    ByteBuffer head = CaptureFile.take(in, 8, ByteOrder.BIG_ENDIAN);
    if (head.getInt(4) != BYTE_ORDER_MAGIC) {
      head.order(ByteOrder.LITTLE_ENDIAN);
    }
    if (head.getInt(4) != BYTE_ORDER_MAGIC) {
      throw new CaptureFormatException("expected pcapng's byte order in its first block");
    }
    order = head.order();
    interfaces.clear();
    CaptureFile.take(in, head.getInt(0) - LENGTHS, order);
  }

  private void block(int type, ByteBuffer body) throws CaptureFormatException {
    switch (type) {
      case INTERFACE -> interfaces.add(readInterface(body));
      case ENHANCED_PACKET -> {
        Interface on = on(need(body, 20).getInt(0));
        long ticks = (long) body.getInt(4) << 32 | Integer.toUnsignedLong(body.getInt(8));
        accept(on, on.time(ticks), body, 20, body.getInt(12));
      }
      case SIMPLE_PACKET -> {
        int length = Math.min(need(body, 4).getInt(0), body.limit() - 4);
        accept(on(0), Instant.EPOCH, body, 4, length);
      }
      default -> {
        // Names, statistics, comments.
      }
    }
  }

  private Interface on(int number) throws CaptureFormatException {
    if (number < 0 || number >= interfaces.size()) {
      throw new CaptureFormatException("expected the description of interface " + number);
    }
    return interfaces.get(number);
  }

  private void accept(Interface on, Instant time, ByteBuffer body, int from, int length)
      throws CaptureFormatException {
    if (length < 0 || length > body.limit() - from) {
      throw new CaptureFormatException("expected " + length + " bytes of a packet");
    }
    byte[] bytes = new byte[length];
    body.get(from, bytes);
    frames.accept(new CapturedFrame(time, on.linkType(), on.name(), bytes));
  }

  private static Interface readInterface(ByteBuffer body) throws CaptureFormatException {
    int linkType = need(body, 8).getShort(0) & 0xffff;
    Optional<String> name = Optional.empty();
    long ticks = MICROSECONDS;
    long offset = 0;
    int at = 8;
    while (at + 4 <= body.limit() && body.getShort(at) != END_OF_OPTIONS) {
      int code = body.getShort(at) & 0xffff;
      int length = body.getShort(at + 2) & 0xffff;
      need(body, at + 4 + length);
      byte[] value = new byte[length];
      body.get(at + 4, value);
      if (code == IF_NAME) {
        name = Optional.of(new String(value, StandardCharsets.UTF_8));
      } else if (code == IF_TSRESOL && length == 1) {
        ticks = (long) Math.pow(value[0] < 0 ? 2 : 10, value[0] & 0x7f);
      } else if (code == IF_TSOFFSET && length == 8) {
        offset = body.getLong(at + 4);
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    return new Interface(linkType, name, ticks, offset);
  }

  private static ByteBuffer need(ByteBuffer body, int length) throws CaptureFormatException {
    if (body.limit() < length) {
      throw new CaptureFormatException("expected a block of at least " + length + " bytes");
    }
    return body;
  }
}

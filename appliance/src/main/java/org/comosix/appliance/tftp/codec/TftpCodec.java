package org.comosix.appliance.tftp.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comosix.appliance.tftp.codec.TftpPacket.Ack;
import org.comosix.appliance.tftp.codec.TftpPacket.Data;
import org.comosix.appliance.tftp.codec.TftpPacket.ErrorPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.OptionAck;
import org.comosix.appliance.tftp.codec.TftpPacket.ReadRequest;
import org.comosix.appliance.tftp.codec.TftpPacket.WriteRequest;

/** Reads and writes TFTP packets. */
public final class TftpCodec {

  /** A request is one packet of at most this many bytes (RFC 2347, "Packet Formats"). */
  public static final int MAX_REQUEST = 512;

  private static final int RRQ = 1;
  private static final int WRQ = 2;
  private static final int DATA = 3;
  private static final int ACK = 4;
  private static final int ERROR = 5;
  private static final int OACK = 6;
  private static final int HEADER = 4;
  private static final int MAX_MESSAGE = 128;
  private static final Pattern NOT_PRINTABLE = Pattern.compile("[^ -~]");

  private TftpCodec() {}

  /**
   * Reads one packet, from position to limit.
   *
   * @throws MalformedPacketException it is none
   */
  public static TftpPacket decode(ByteBuffer packet) throws MalformedPacketException {
    ByteBuffer in = packet.slice();
    int opcode = number(in, "an opcode of two bytes");
    return switch (opcode) {
      case RRQ -> readRequest(in);
      case WRQ -> writeRequest(in);
      case DATA -> new Data(number(in, "a block number"), in.slice());
      case ACK -> new Ack(number(in, "a block number"));
      case ERROR -> new ErrorPacket(number(in, "an error code"), message(in));
      case OACK -> new OptionAck(options(in));
      default -> throw new MalformedPacketException(0, "an opcode from 1 to 6, not " + opcode);
    };
  }

  private static ReadRequest readRequest(ByteBuffer in) throws MalformedPacketException {
    limitRequest(in);
    String filename = string(in, "a file name");
    String mode = string(in, "a mode").toLowerCase(Locale.ROOT);
    return new ReadRequest(filename, mode, options(in));
  }

  private static WriteRequest writeRequest(ByteBuffer in) throws MalformedPacketException {
    limitRequest(in);
    return new WriteRequest(string(in, "a file name"));
  }

  private static void limitRequest(ByteBuffer in) throws MalformedPacketException {
    if (in.limit() > MAX_REQUEST) {
      throw new MalformedPacketException(MAX_REQUEST, "a request's end");
    }
  }

  /**
   * Names are compared without case (RFC 2347) and kept in lower case. Of a name that comes twice,
   * which must not be, the first counts. Some ROMs pad a request with zeros: they end the options.
   */
  private static Map<String, String> options(ByteBuffer in) throws MalformedPacketException {
    Map<String, String> options = new LinkedHashMap<>();
    while (in.hasRemaining() && in.get(in.position()) != 0) {
      String name = string(in, "an option's name").toLowerCase(Locale.ROOT);
      options.putIfAbsent(name, string(in, "a value of option " + name));
    }
    return Collections.unmodifiableMap(options);
  }

  private static int number(ByteBuffer in, String expected) throws MalformedPacketException {
    if (in.remaining() < Short.BYTES) {
      throw new MalformedPacketException(in.position(), expected);
    }
    return Short.toUnsignedInt(in.getShort());
  }

  private static String string(ByteBuffer in, String what) throws MalformedPacketException {
    int start = in.position();
    for (int end = start; end < in.limit(); end++) {
      if (in.get(end) == 0) {
        String text = text(in, start, end);
        in.position(end + 1);
        return text;
      }
    }
    throw new MalformedPacketException(in.limit(), "the zero byte that ends " + what);
  }

  /** An ERROR's message, for people only: printable ASCII. Its zero byte is often forgotten. */
  private static String message(ByteBuffer in) {
    int end = in.position();
    while (end < in.limit() && end < in.position() + MAX_MESSAGE && in.get(end) != 0) {
      end++;
    }
    return NOT_PRINTABLE.matcher(text(in, in.position(), end)).replaceAll("?");
  }

  private static String text(ByteBuffer in, int start, int end) {
    byte[] bytes = new byte[end - start];
    in.get(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes a packet into a buffer of its own, ready to read. */
  public static ByteBuffer encode(TftpPacket packet) {
    if (packet instanceof ReadRequest request) {
      return encodeRequest(request);
    }
    if (packet instanceof WriteRequest request) {
      return strings(WRQ, request.filename(), "octet");
    }
    if (packet instanceof Data data) {
      ByteBuffer out = header(DATA, data.block(), data.data().remaining());
      return out.put(data.data().duplicate()).flip();
    }
    if (packet instanceof Ack ack) {
      return header(ACK, ack.block(), 0).flip();
    }
    if (packet instanceof ErrorPacket error) {
      byte[] message = error.message().getBytes(StandardCharsets.UTF_8);
      return header(ERROR, error.code(), message.length + 1).put(message).put((byte) 0).flip();
    }
    return strings(OACK, flat(((OptionAck) packet).options()));
  }

  private static ByteBuffer encodeRequest(ReadRequest request) {
    String[] options = flat(request.options());
    String[] all = new String[options.length + 2];
    all[0] = request.filename();
    all[1] = request.mode();
    System.arraycopy(options, 0, all, 2, options.length);
    return strings(RRQ, all);
  }

  private static String[] flat(Map<String, String> options) {
    return options.entrySet().stream()
        .flatMap(option -> Stream.of(option.getKey(), option.getValue()))
        .toArray(String[]::new);
  }

  private static ByteBuffer header(int opcode, int number, int more) {
    return ByteBuffer.allocate(HEADER + more).putShort((short) opcode).putShort((short) number);
  }

  private static ByteBuffer strings(int opcode, String... strings) {
    String joined = Stream.of(strings).map(text -> text + "\0").collect(Collectors.joining());
    byte[] body = joined.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Short.BYTES + body.length).putShort((short) opcode).put(body).flip();
  }
}

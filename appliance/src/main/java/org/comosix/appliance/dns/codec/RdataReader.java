package org.comosix.appliance.dns.codec;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Writes out the names in a record's data, so that it says the same elsewhere. Only the types that
 * RFC 1035 defines may have pointers in them, and a few more have had them (RFC 3597, section 4);
 * those of all others are octets.
 */
final class RdataReader {

  /** How many octets stand before the names, and how many names there are. */
  private record Shape(int before, int names) {}

  private static final Map<Integer, Shape> SHAPES =
      Map.ofEntries(
          Map.entry(RecordType.NS, new Shape(0, 1)),
          Map.entry(RecordType.CNAME, new Shape(0, 1)),
          Map.entry(RecordType.SOA, new Shape(0, 2)),
          Map.entry(7, new Shape(0, 1)), // MB
          Map.entry(8, new Shape(0, 1)), // MG
          Map.entry(9, new Shape(0, 1)), // MR
          Map.entry(RecordType.PTR, new Shape(0, 1)),
          Map.entry(14, new Shape(0, 2)), // MINFO
          Map.entry(RecordType.MX, new Shape(2, 1)),
          Map.entry(17, new Shape(0, 2)), // RP
          Map.entry(18, new Shape(2, 1)), // AFSDB
          Map.entry(21, new Shape(2, 1)), // RT
          Map.entry(RecordType.SRV, new Shape(6, 1)),
          Map.entry(39, new Shape(0, 1))); // DNAME

  private RdataReader() {}

  /**
   * The data without a pointer.
   *
   * @throws MalformedMessageException its names do not fit into it, or lead nowhere
   */
  static byte[] written(byte[] message, int type, int start, int length)
      throws MalformedMessageException {
    Shape shape = SHAPES.getOrDefault(type, new Shape(length, 0));
    int end = start + length;
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    int at = checked(start + shape.before(), end);
    out.write(message, start, shape.before());
    for (int i = 0; i < shape.names(); i++) {
      out.writeBytes(NameReader.read(message, at).wire());
      at = checked(NameReader.end(message, at), end);
    }
    out.write(message, at, end - at);
    return out.toByteArray();
  }

  private static int checked(int at, int end) throws MalformedMessageException {
    if (at > end) {
      throw new MalformedMessageException(Malformation.CUT_SHORT, at);
    }
    return at;
  }
}

package org.comosix.appliance.dhcp.codec.option;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.comosix.appliance.domain.Ipv4Address;

/** Elements that are all of one length, one behind the other. */
final class FixedForm implements OptionForm {

  private final int width;
  private final Function<String, byte[]> write;
  private final Function<byte[], String> read;

  private FixedForm(int width, Function<String, byte[]> write, Function<byte[], String> read) {
    this.width = width;
    this.write = write;
    this.read = read;
  }

  static FixedForm address() {
    return new FixedForm(
        Ipv4Address.LENGTH,
        text -> Ipv4Address.parse(text).octets(),
        content -> Ipv4Address.of(content).toString());
  }

  /**
   * Two addresses.
   *
   * @param between the word that stands between them
   * @param example shown when something else is written
   */
  static FixedForm addressPair(String between, String example) {
    return new FixedForm(
        2 * Ipv4Address.LENGTH,
        text -> pair(text, between, example),
        content ->
            Ipv4Address.of(Arrays.copyOfRange(content, 0, 4))
                + between
                + Ipv4Address.of(Arrays.copyOfRange(content, 4, 8)));
  }

  private static byte[] pair(String text, String between, String example) {
    int at = text.indexOf(between);
    if (at < 0) {
      throw new IllegalArgumentException("expected " + example + ", not \"" + text + "\"");
    }
    byte[] content = Arrays.copyOf(Ipv4Address.parse(text.substring(0, at)).octets(), 8);
    byte[] second = Ipv4Address.parse(text.substring(at + between.length())).octets();
    System.arraycopy(second, 0, content, 4, 4);
    return content;
  }

  /** {@code true} or {@code false}; on the wire 1 or 0. */
  static FixedForm flag() {
    return new FixedForm(1, FixedForm::flagOctet, FixedForm::flagText);
  }

  private static byte[] flagOctet(String text) {
    return switch (text) {
      case "true" -> new byte[] {1};
      case "false" -> new byte[] {0};
      default -> throw new IllegalArgumentException("expected true or false, not \"" + text + "\"");
    };
  }

  private static String flagText(byte[] content) {
    return switch (content[0]) {
      case 1 -> "true";
      case 0 -> "false";
      default -> throw new IllegalArgumentException("expected 0 or 1, not " + (content[0] & 0xff));
    };
  }

  /** A whole number of 1, 2 or 4 bytes from 0. */
  static FixedForm unsigned(int width) {
    return number(width, 0, (1L << (8 * width)) - 1);
  }

  /** A whole number of 4 bytes, in two's complement. */
  static FixedForm signed32() {
    return number(Integer.BYTES, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static FixedForm number(int width, long least, long most) {
    return new FixedForm(
        width,
        text -> octets(within(text, least, most), width),
        content -> Long.toString(least < 0 ? (int) unsigned(content) : unsigned(content)));
  }

  private static long within(String text, long least, long most) {
    if (text.matches("-?\\d{1,18}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "expected a number from " + least + " to " + most + ", not " + text);
  }

  private static byte[] octets(long number, int width) {
    byte[] content = new byte[width];
    for (int i = 0; i < width; i++) {
      content[i] = (byte) (number >> (8 * (width - 1 - i)));
    }
    return content;
  }

  private static long unsigned(byte[] content) {
    long number = 0;
    for (byte octet : content) {
      number = number << 8 | (octet & 0xff);
    }
    return number;
  }

  @Override
  public byte[] parse(List<String> elements) {
    ByteArrayOutputStream content = new ByteArrayOutputStream(width * elements.size());
    elements.forEach(element -> content.writeBytes(write.apply(element)));
    return content.toByteArray();
  }

  @Override
  public List<String> read(byte[] content) {
    if (content.length == 0 || content.length % width != 0) {
      throw new IllegalArgumentException(
          "expected "
              + width
              + (width == 1 ? " byte" : " bytes")
              + " for each value, not "
              + content.length);
    }
    List<String> elements = new ArrayList<>(content.length / width);
    for (int at = 0; at < content.length; at += width) {
      elements.add(read.apply(Arrays.copyOfRange(content, at, at + width)));
    }
    return elements;
  }
}

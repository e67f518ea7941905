package org.comosix.appliance.image.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A file's name in its directory: bytes, in no particular encoding, without slash and NUL. */
public final class Name implements Comparable<Name> {

  /** NAME_MAX of Linux. */
  public static final int MAX_LENGTH = 255;

  private final byte[] bytes;

  public Name(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public int compareTo(Name other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Name name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** For people: UTF-8 where it is that, else {@code \xNN} for each byte that is not ASCII. */
  @Override
  public String toString() {
    return printable(bytes);
  }

  /** Any bytes from outside in a form that is safe on a terminal and in a log. */
  public static String printable(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return escaped(new String(bytes, StandardCharsets.ISO_8859_1), 0x7f);
    }
    return escaped(text, Integer.MAX_VALUE);
  }

  private static String escaped(String text, int firstForeign) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || c >= firstForeign) {
                out.append("\\x").append(Character.forDigit(c >> 4 & 15, 16));
                out.append(Character.forDigit(c & 15, 16));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.toString();
  }
}

package org.comosix.appliance.dhcp.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Options in the order in which they stand in the message, each code once: parts of a split option
 * are already joined (RFC 3396). Immutable; the arrays handed out are not to be changed.
 *
 * <p>A linear search over a dozen entries is faster than a map of boxed numbers and smaller.
 */
public final class DhcpOptions {

  public static final DhcpOptions NONE = new Builder().build();

  private final int[] codes;
  private final byte[][] values;

  private DhcpOptions(int[] codes, byte[][] values) {
    this.codes = codes;
    this.values = values;
  }

  public static Builder builder() {
    return new Builder();
  }

  public int size() {
    return codes.length;
  }

  /** The code at a position from 0 to {@code size() - 1}. */
  public int code(int position) {
    return codes[position];
  }

  /** The content at a position from 0 to {@code size() - 1}. */
  public byte[] value(int position) {
    return values[position];
  }

  public boolean has(int code) {
    return indexOf(codes, codes.length, code) >= 0;
  }

  public Optional<byte[]> bytes(int code) {
    int at = indexOf(codes, codes.length, code);
    return at < 0 ? Optional.empty() : Optional.of(values[at]);
  }

  /** Empty when absent or not four bytes long. */
  public Optional<Ipv4Address> address(int code) {
    return bytes(code).filter(value -> value.length == Ipv4Address.LENGTH).map(Ipv4Address::of);
  }

  /** An unsigned number of one or two bytes; empty when absent or of another length. */
  public Optional<Integer> number(int code) {
    return bytes(code)
        .flatMap(
            value ->
                switch (value.length) {
                  case 1 -> Optional.of(value[0] & 0xff);
                  case 2 -> Optional.of((value[0] & 0xff) << 8 | (value[1] & 0xff));
                  default -> Optional.empty();
                });
  }

  /** Text byte by byte; trailing NULs, which old clients send, are cut off. */
  public Optional<String> text(int code) {
    return bytes(code)
        .map(
            value -> {
              int end = value.length;
              while (end > 0 && value[end - 1] == 0) {
                end--;
              }
              return new String(value, 0, end, StandardCharsets.ISO_8859_1);
            });
  }

  public Optional<MessageType> messageType() {
    int at = indexOf(codes, codes.length, OptionCode.MESSAGE_TYPE);
    return at >= 0 && values[at].length == 1
        ? MessageType.ofCode(values[at][0] & 0xff)
        : Optional.empty();
  }

  private static int indexOf(int[] codes, int size, int code) {
    for (int i = 0; i < size; i++) {
      if (codes[i] == code) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DhcpOptions that
        && Arrays.equals(codes, that.codes)
        && Arrays.deepEquals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(codes) + Arrays.deepHashCode(values);
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < codes.length; i++) {
      parts.add(codes[i] + "=" + java.util.HexFormat.of().formatHex(values[i]));
    }
    return parts.toString();
  }

  /** Collects options; not thread-safe. */
  public static final class Builder {

    private static final int TYPICAL = 12;

    private int[] codes = new int[TYPICAL];
    private byte[][] values = new byte[TYPICAL][];
    private int size;

    private Builder() {}

    /** Adds an option; when the code is there already, appends to its content (RFC 3396). */
    public Builder append(int code, byte[] content) {
      int at = indexOf(codes, size, code);
      if (at < 0) {
        return add(code, content);
      }
      byte[] joined = Arrays.copyOf(values[at], values[at].length + content.length);
      System.arraycopy(content, 0, joined, values[at].length, content.length);
      values[at] = joined;
      return this;
    }

    /** Adds an option, or replaces its content in its place. */
    public Builder put(int code, byte[] content) {
      int at = indexOf(codes, size, code);
      if (at < 0) {
        return add(code, content);
      }
      values[at] = content;
      return this;
    }

    public Builder put(int code, Ipv4Address address) {
      return put(code, address.octets());
    }

    public Builder put(int code, List<Ipv4Address> addresses) {
      ByteBuffer content = ByteBuffer.allocate(addresses.size() * Ipv4Address.LENGTH);
      addresses.forEach(address -> content.putInt(address.bits()));
      return put(code, content.array());
    }

    public Builder put(int code, String text) {
      return put(code, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Builder put(MessageType type) {
      return put(OptionCode.MESSAGE_TYPE, new byte[] {(byte) type.code()});
    }

    /**
     * A time.
     *
     * @param seconds 0 to 4 294 967 295
     */
    public Builder putSeconds(int code, long seconds) {
      return put(code, ByteBuffer.allocate(Integer.BYTES).putInt((int) seconds).array());
    }

    private Builder add(int code, byte[] content) {
      if (code <= OptionCode.PAD || code >= OptionCode.END) {
        throw new IllegalArgumentException("option codes are 1 to 254, not " + code);
      }
      if (size == codes.length) {
        codes = Arrays.copyOf(codes, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      codes[size] = code;
      values[size++] = content;
      return this;
    }

    public DhcpOptions build() {
      return new DhcpOptions(Arrays.copyOf(codes, size), Arrays.copyOf(values, size));
    }
  }
}

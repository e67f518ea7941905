package org.comosix.appliance.dns.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * A domain name as uncompressed wire bytes, lower case: names differ in more than ASCII case or not
 * at all.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4343">RFC 4343</a>
 */
public final class DomainName {

  /** RFC 1035, section 2.3.4. */
  public static final int MAX_LENGTH = 255;

  public static final int MAX_LABEL_LENGTH = 63;

  public static final DomainName ROOT = new DomainName(new byte[1]);

  private static final DomainName IN_ADDR_ARPA = parse("in-addr.arpa");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

  private final byte[] wire;
  private final int hash;

  private DomainName(byte[] lowerCaseWire) {
    wire = lowerCaseWire;
    hash = Arrays.hashCode(lowerCaseWire);
  }

  /**
   * Reads {@code lab.example}, with or without the final dot. There are no escapes: a dot
   * separates.
   *
   * @throws IllegalArgumentException an empty or overlong label, an overlong name, or not ASCII
   */
  public static DomainName parse(String text) {
    String absolute = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    DomainName name = ROOT;
    String[] labels = absolute.split("\\.", -1);
    for (int i = labels.length - 1; i >= 0; i--) {
      name = name.child(labels[i]);
    }
    return name;
  }

  /** From {@code length} bytes that are a well-formed uncompressed name, in any case. */
  static DomainName ofWire(byte[] message, int offset, int length) {
    byte[] wire = new byte[length];
    for (int i = 0; i < length; i++) {
      byte octet = message[offset + i];
      // A label's length is at most 63, below 'A': it is never mistaken for a letter.
      wire[i] = octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
    }
    return new DomainName(wire);
  }

  /**
   * From data of ours, in which a well-formed uncompressed name reaches from {@code at} to the end.
   */
  public static DomainName ofRdata(byte[] rdata, int at) {
    return ofWire(rdata, at, rdata.length - at);
  }

  /** {@code 11.0.77.10.in-addr.arpa} for 10.77.0.11 (RFC 1035, section 3.5). */
  public static DomainName reverseOf(Ipv4Address address) {
    return reverseOf(address, Ipv4Address.LENGTH);
  }

  /** The same for the first {@code octets} octets only: where the reverse zone of a network is. */
  public static DomainName reverseOf(Ipv4Address address, int octets) {
    DomainName name = IN_ADDR_ARPA;
    for (int i = 0; i < octets; i++) {
      name = name.child(Integer.toString(address.octets()[i] & 0xff));
    }
    return name;
  }

  /**
   * This name with one more label before it.
   *
   * @throws IllegalArgumentException the label is empty, too long or not ASCII, or the name is too
   *     long
   */
  public DomainName child(String label) {
    byte[] octets = label.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    if (octets.length == 0 || octets.length > MAX_LABEL_LENGTH || octets.length != label.length()) {
      throw new IllegalArgumentException("a label has 1 to 63 ASCII characters: \"" + label + "\"");
    }
    if (1 + octets.length + wire.length > MAX_LENGTH) {
      throw new IllegalArgumentException("a name has at most 255 octets: " + label + "." + this);
    }
    ByteArrayOutputStream longer = new ByteArrayOutputStream(1 + octets.length + wire.length);
    longer.write(octets.length);
    longer.writeBytes(octets);
    longer.writeBytes(wire);
    return new DomainName(longer.toByteArray());
  }

  /** Without the first label; the root has no parent. */
  public Optional<DomainName> parent() {
    return wire[0] == 0
        ? Optional.empty()
        : Optional.of(new DomainName(Arrays.copyOfRange(wire, 1 + wire[0], wire.length)));
  }

  /** Whether this is that name or one below it. */
  public boolean isWithin(DomainName ancestor) {
    Optional<DomainName> at = Optional.of(this);
    while (at.isPresent()) {
      if (at.get().equals(ancestor)) {
        return true;
      }
      at = at.get().length() > ancestor.length() ? at.get().parent() : Optional.empty();
    }
    return false;
  }

  /** The text of the first label, byte by byte; empty for the root. */
  public String firstLabel() {
    return new String(wire, 1, wire[0], StandardCharsets.ISO_8859_1);
  }

  /**
   * The network that {@link #reverseOf(Ipv4Address, int)} spells so: one to four octets.
   *
   * @return empty for any other name
   */
  public Optional<Ipv4Subnet> network() {
    int octets = 0;
    int bits = 0;
    DomainName rest = this;
    while (!rest.equals(IN_ADDR_ARPA)) {
      OptionalInt octet = rest.octet();
      if (octet.isEmpty() || octets == Ipv4Address.LENGTH) {
        return Optional.empty();
      }
      // The last octet comes first.
      bits = bits >>> Byte.SIZE | octet.getAsInt() << (Integer.SIZE - Byte.SIZE);
      octets++;
      rest = rest.parent().orElse(ROOT);
    }
    return octets == 0
        ? Optional.empty()
        : Optional.of(new Ipv4Subnet(new Ipv4Address(bits), octets * Byte.SIZE));
  }

  /**
   * The value of the first label where it is a number from 0 to 255 in the one way to write it, as
   * the names of addresses have it; empty for every other label.
   */
  public OptionalInt octet() {
    String label = firstLabel();
    if (!OCTET.matcher(label).matches()) {
      return OptionalInt.empty();
    }
    int value = Integer.parseInt(label);
    return value > 255 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** Octets on the wire, from 1 to 255. */
  public int length() {
    return wire.length;
  }

  public byte[] wire() {
    return wire.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DomainName that && Arrays.equals(wire, that.wire);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** With the final dot; what is not printable, and a dot within a label, as {@code \ddd}. */
  @Override
  public String toString() {
    if (wire.length == 1) {
      return ".";
    }
    StringBuilder text = new StringBuilder();
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      for (int i = at + 1; i <= at + wire[at]; i++) {
        appendEscaped(text, wire[i] & 0xff);
      }
      text.append('.');
    }
    return text.toString();
  }

  private static void appendEscaped(StringBuilder text, int octet) {
    if (octet > ' ' && octet < 0x7f && octet != '.' && octet != '\\') {
      text.append((char) octet);
    } else {
      text.append(String.format(Locale.ROOT, "\\%03d", octet));
    }
  }
}

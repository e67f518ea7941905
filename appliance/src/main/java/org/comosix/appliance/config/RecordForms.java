package org.comosix.appliance.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.RecordData;

/**
 * Values of static records in the form of a zone file (RFC 1035, section 5.1). A name without a dot
 * at its end is relative to the zone, and {@code @} is the zone. Each method throws {@link
 * IllegalArgumentException} with what it expected.
 */
public final class RecordForms {

  private static final int MAX_NAME = 253;
  private static final int MAX_STRING = 255;

  /** As much as fits a message with all that stands around it. */
  private static final int MAX_TEXT = 4000;

  private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
  private static final Pattern ADDRESS6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"\\s*");

  private RecordForms() {}

  /** Reads the data of one record. */
  public static RecordData data(RecordData.Kind kind, String text, String zone) {
    return switch (kind) {
      case A -> new RecordData.Address(Ipv4Address.parse(text));
      case AAAA -> address6(text);
      case CNAME -> new RecordData.CanonicalName(name(text, zone));
      case TXT -> text(text);
      case SRV -> service(text, zone);
      case MX -> mailExchange(text, zone);
    };
  }

  /** An example for error messages. */
  public static String example(RecordData.Kind kind) {
    return switch (kind) {
      case A -> "\"10.77.0.9\"";
      case AAAA -> "\"fd00:77::9\"";
      case CNAME -> "\"server\"";
      case TXT -> "\"v=spf1 -all\"";
      case SRV -> "\"0 0 6817 server\"";
      case MX -> "\"10 mail\"";
    };
  }

  /** Reads the name of a record, which lies in the zone. */
  public static String owner(String text, String zone) {
    String owner = name(text, zone);
    if (!owner.equals(zone) && !owner.endsWith("." + zone)) {
      throw new IllegalArgumentException("the name " + owner + ". is not in the zone " + zone);
    }
    return owner;
  }

  /** Reads a name: whole, or relative to the zone. */
  static String name(String text, String zone) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("@")) {
      return zone;
    }
    boolean whole = lower.endsWith(".");
    String labels = whole ? lower.substring(0, lower.length() - 1) : lower;
    String name = whole ? labels : labels + "." + zone;
    for (String label : labels.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException(
            "expected a name such as server or _ssh._tcp (letters, digits, inner hyphens,"
                + " underscores), not \""
                + text
                + "\"");
      }
    }
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException("a name has at most 253 characters: " + name);
    }
    return name;
  }

  /** Only what is an address: anything else would be looked up. */
  private static RecordData address6(String text) {
    try {
      if (ADDRESS6.matcher(text).matches()
          && InetAddress.getByName(text) instanceof Inet6Address address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return new RecordData.Address6(octets.getLong(), octets.getLong());
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(noAddress6(text), e);
    }
    throw new IllegalArgumentException(noAddress6(text));
  }

  private static String noAddress6(String text) {
    return "expected an IPv6 address such as fd00:77::9, not \"" + text + "\"";
  }

  private static RecordData service(String text, String zone) {
    String[] fields = text.strip().split("\\s+", -1);
    if (fields.length != 4) {
      throw new IllegalArgumentException(
          "expected priority, weight, port and target such as \"0 0 6817 server\", not \""
              + text
              + "\"");
    }
    return new RecordData.Service(
        number(fields[0], "a priority"),
        number(fields[1], "a weight"),
        number(fields[2], "a port"),
        target(fields[3], zone));
  }

  private static RecordData mailExchange(String text, String zone) {
    String[] fields = text.strip().split("\\s+", -1);
    if (fields.length != 2) {
      throw new IllegalArgumentException(
          "expected preference and mail server such as \"10 mail\", not \"" + text + "\"");
    }
    return new RecordData.MailExchange(number(fields[0], "a preference"), target(fields[1], zone));
  }

  /** The root stands for none. */
  private static String target(String text, String zone) {
    return text.equals(".") ? "" : name(text, zone);
  }

  private static int number(String text, String what) {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new IllegalArgumentException(
          "expected " + what + " from 0 to 65535, not \"" + text + "\"");
    }
    return Integer.parseInt(text);
  }

  /** Strings in quotation marks, or the whole text as one; what is too long for one goes on. */
  private static RecordData text(String text) {
    List<String> strings = new ArrayList<>();
    if (text.startsWith("\"")) {
      quoted(text).forEach(string -> cut(string, strings));
    } else {
      cut(text, strings);
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT) {
      throw new IllegalArgumentException("a text has at most " + MAX_TEXT + " octets");
    }
    return new RecordData.Text(strings);
  }

  private static List<String> quoted(String text) {
    List<String> strings = new ArrayList<>();
    Matcher string = QUOTED.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!string.find(at) || string.start() != at) {
        throw new IllegalArgumentException(
            "expected strings in quotation marks, such as \"\\\"one\\\" \\\"two\\\"\"");
      }
      strings.add(string.group(1).replaceAll("\\\\(.)", "$1"));
      at = string.end();
    }
    return strings;
  }

  private static void cut(String string, List<String> strings) {
    StringBuilder piece = new StringBuilder();
    int octets = 0;
    for (int codePoint : string.codePoints().toArray()) {
      int length = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
      if (octets + length > MAX_STRING) {
        strings.add(piece.toString());
        piece.setLength(0);
        octets = 0;
      }
      piece.appendCodePoint(codePoint);
      octets += length;
    }
    strings.add(piece.toString());
  }
}

package org.comosix.appliance.dhcp.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Option 81: a name and who writes it into DNS.
 *
 * @param flags the low four bits: {@link #S}, {@link #O}, {@link #E}, {@link #N}
 * @param name without the dot at its end; only the first label for a partial name; may be empty
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4702#section-2">RFC 4702, section 2</a>
 */
public record ClientFqdn(int flags, String name) {

  /** The server updates the A record. */
  public static final int S = 1;

  /** In a reply: S is not what the client asked for. */
  public static final int O = 2;

  /** The name is in DNS's own encoding rather than in ASCII. */
  public static final int E = 4;

  /** The server updates nothing. */
  public static final int N = 8;

  /** RCODE1 and RCODE2: obsolete; a server sends all ones (section 2.2). */
  private static final int NO_RCODE = 0xff;

  private static final int HEADER = 3;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 253;

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Empty where the option is missing or makes no sense: a name is no reason to refuse service. */
  public static Optional<ClientFqdn> of(DhcpOptions options) {
    return options.bytes(OptionCode.CLIENT_FQDN).flatMap(ClientFqdn::parse);
  }

  private static Optional<ClientFqdn> parse(byte[] content) {
    if (content.length < HEADER) {
      return Optional.empty();
    }
    int flags = content[0] & (S | O | E | N);
    Optional<String> name = (flags & E) != 0 ? dnsName(content) : Optional.of(ascii(content));
    return name.filter(text -> text.length() <= LONGEST_NAME)
        .map(text -> new ClientFqdn(flags, text));
  }

  private static String ascii(byte[] content) {
    int end = content.length;
    while (end > HEADER && (content[end - 1] == 0 || content[end - 1] == '.')) {
      end--;
    }
    return new String(content, HEADER, end - HEADER, StandardCharsets.ISO_8859_1);
  }

  /** Labels, ended by the root's or, for a partial name, by the end of the option. */
  private static Optional<String> dnsName(byte[] content) {
    StringBuilder name = new StringBuilder();
    int at = HEADER;
    while (at < content.length && content[at] != 0) {
      int length = content[at] & 0xff;
      if (length > LONGEST_LABEL || at + 1 + length > content.length) {
        return Optional.empty();
      }
      name.append(name.isEmpty() ? "" : ".")
          .append(new String(content, at + 1, length, StandardCharsets.ISO_8859_1));
      at += 1 + length;
    }
    return Optional.of(name.toString());
  }

  /** As the content of option 81 in a reply. */
  public byte[] encoded() {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(flags);
    content.write(NO_RCODE);
    content.write(NO_RCODE);
    if (has(E)) {
      writeDnsName(content);
    } else {
      content.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    }
    return content.toByteArray();
  }

  private void writeDnsName(ByteArrayOutputStream content) {
    for (String label : name.split("\\.", -1)) {
      if (!label.isEmpty()) {
        byte[] octets = label.getBytes(StandardCharsets.ISO_8859_1);
        content.write(octets.length);
        content.writeBytes(octets);
      }
    }
    content.write(0);
  }
}

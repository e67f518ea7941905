package org.comosix.appliance.domain;

import java.util.List;

/**
 * The data of one DNS record that an administrator writes. Names are whole, lower case, without the
 * dot at their end; the root is the empty name.
 */
public sealed interface RecordData {

  /** The types that may be written, in the order in which errors list them. */
  enum Kind {
    A,
    AAAA,
    CNAME,
    TXT,
    SRV,
    MX;

    /**
     * Reads the mnemonic, in either case.
     *
     * @throws IllegalArgumentException no such type, or one that is not written by hand here
     */
    public static Kind parse(String text) {
      return Words.parse(text, values());
    }
  }

  /** RFC 1035, section 3.4.1. */
  record Address(Ipv4Address address) implements RecordData {}

  /**
   * RFC 3596, section 2.2.
   *
   * @param high the first 64 bits
   * @param low the last 64
   */
  record Address6(long high, long low) implements RecordData {}

  /** RFC 1035, section 3.3.1. */
  record CanonicalName(String target) implements RecordData {}

  /**
   * RFC 1035, section 3.3.14.
   *
   * @param strings each at most 255 octets of UTF-8; at least one
   */
  record Text(List<String> strings) implements RecordData {
    public Text {
      strings = List.copyOf(strings);
    }
  }

  /**
   * RFC 2782.
   *
   * @param priority from 0 to 65 535, like the other two
   * @param target empty where the service is decidedly not available
   */
  record Service(int priority, int weight, int port, String target) implements RecordData {}

  /**
   * RFC 1035, section 3.3.9.
   *
   * @param preference from 0 to 65 535
   * @param exchange empty where the domain takes no mail (RFC 7505)
   */
  record MailExchange(int preference, String exchange) implements RecordData {}
}

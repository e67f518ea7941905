package org.comosix.appliance.dhcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MacPrefix;
import org.comosix.appliance.domain.TextPattern;

/**
 * Which clients belong to a class: those for whom every condition holds that is given. A condition
 * with several values holds when one of them fits.
 *
 * @param vendorClasses option 60; none given is no condition
 * @param userClasses option 77, as a whole or one of its entries
 * @param macs first octets of the hardware address
 * @param known whether the machine has to be a known one, or an unknown one
 */
public record ClassMatch(
    List<TextPattern> vendorClasses,
    List<TextPattern> userClasses,
    List<MacPrefix> macs,
    Optional<Boolean> known) {

  public ClassMatch {
    vendorClasses = List.copyOf(vendorClasses);
    userClasses = List.copyOf(userClasses);
    macs = List.copyOf(macs);
    if (vendorClasses.isEmpty() && userClasses.isEmpty() && macs.isEmpty() && known.isEmpty()) {
      throw new IllegalArgumentException("a class without a condition would be everyone");
    }
  }

  boolean matches(DhcpOptions options, MacAddress mac, boolean isKnown) {
    return known.filter(wanted -> wanted != isKnown).isEmpty()
        && (macs.isEmpty() || macs.stream().anyMatch(prefix -> prefix.matches(mac)))
        && (vendorClasses.isEmpty() || anyMatches(vendorClasses, vendorClass(options)))
        && (userClasses.isEmpty() || anyMatches(userClasses, userClasses(options)));
  }

  private static List<String> vendorClass(DhcpOptions options) {
    return options.text(OptionCode.VENDOR_CLASS).stream().toList();
  }

  /** Raw, as many clients send it, and the entries of RFC 3004's list where it is one. */
  private static List<String> userClasses(DhcpOptions options) {
    Optional<byte[]> content = options.bytes(OptionCode.USER_CLASS);
    if (content.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    all.add(text(content.get(), 0, content.get().length));
    int at = 0;
    while (at < content.get().length) {
      int length = content.get()[at] & 0xff;
      if (at + 1 + length > content.get().length) {
        break;
      }
      all.add(text(content.get(), at + 1, length));
      at += 1 + length;
    }
    return all;
  }

  private static boolean anyMatches(List<TextPattern> patterns, List<String> texts) {
    return patterns.stream().anyMatch(pattern -> texts.stream().anyMatch(pattern::matches));
  }

  private static String text(byte[] content, int from, int length) {
    return new String(content, from, length, StandardCharsets.ISO_8859_1);
  }
}

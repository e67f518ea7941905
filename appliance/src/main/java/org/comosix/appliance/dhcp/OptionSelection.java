package org.comosix.appliance.dhcp;

import java.util.BitSet;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.OptionCode;

/**
 * What of all that could be told is told, and in which order: first what makes it a reply, then
 * what the client asks for in its own order (option 55), then the rest that is not for it to
 * choose. What is behind is left out first when a reply gets too long.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2132#section-9.8">RFC 2132, section 9.8</a>
 */
final class OptionSelection {

  /** Told first, asked for or not. */
  private static final int[] HEAD = {
    OptionCode.MESSAGE_TYPE, OptionCode.SERVER_IDENTIFIER, OptionCode.LEASE_TIME
  };

  private static final byte[] NOTHING_ASKED = {};

  private final DhcpOptions.Builder all = DhcpOptions.builder();
  private final BitSet always = new BitSet(OptionCode.END);

  OptionSelection() {
    for (int code : HEAD) {
      always.set(code);
    }
  }

  /** Where the builder is filled. Told if the client asks for it, or asks for nothing by name. */
  DhcpOptions.Builder onRequest() {
    return all;
  }

  /** Says that this code is told whatever the client asks for. */
  OptionSelection always(int code) {
    always.set(code);
    return this;
  }

  /** Takes in all of these, over what was there. */
  OptionSelection override(DhcpOptions options, boolean alwaysToo) {
    for (int i = 0; i < options.size(); i++) {
      all.put(options.code(i), options.value(i));
      if (alwaysToo) {
        always.set(options.code(i));
      }
    }
    return this;
  }

  /** The options of the reply. */
  DhcpOptions to(DhcpOptions query) {
    addMicrosoftRoutes(query);
    DhcpOptions available = all.build();
    byte[] asked = query.bytes(OptionCode.PARAMETER_REQUEST_LIST).orElse(NOTHING_ASKED);
    DhcpOptions.Builder chosen = DhcpOptions.builder();
    BitSet told = new BitSet(OptionCode.END);
    // The relay agent wants its own option to be the last one (RFC 3046, section 2.1).
    told.set(OptionCode.RELAY_AGENT_INFORMATION);
    for (int code : HEAD) {
      tell(code, available, chosen, told);
    }
    for (byte code : asked) {
      tell(code & 0xff, available, chosen, told);
    }
    for (int i = 0; i < available.size(); i++) {
      if (asked.length == 0 || always.get(available.code(i))) {
        tell(available.code(i), available, chosen, told);
      }
    }
    told.clear(OptionCode.RELAY_AGENT_INFORMATION);
    tell(OptionCode.RELAY_AGENT_INFORMATION, available, chosen, told);
    return chosen.build();
  }

  private static void tell(
      int code, DhcpOptions available, DhcpOptions.Builder chosen, BitSet told) {
    if (!told.get(code)) {
      told.set(code);
      available.bytes(code).ifPresent(content -> chosen.put(code, content));
    }
  }

  /** Windows asks for the routes of RFC 3442 by both numbers, older ones by their own alone. */
  private void addMicrosoftRoutes(DhcpOptions query) {
    boolean asks =
        query
            .bytes(OptionCode.PARAMETER_REQUEST_LIST)
            .filter(list -> contains(list, OptionCode.MS_CLASSLESS_STATIC_ROUTE))
            .isPresent();
    if (!asks) {
      return;
    }
    DhcpOptions available = all.build();
    if (!available.has(OptionCode.MS_CLASSLESS_STATIC_ROUTE)) {
      available
          .bytes(OptionCode.CLASSLESS_STATIC_ROUTE)
          .ifPresent(routes -> all.put(OptionCode.MS_CLASSLESS_STATIC_ROUTE, routes));
    }
  }

  private static boolean contains(byte[] list, int code) {
    for (byte each : list) {
      if ((each & 0xff) == code) {
        return true;
      }
    }
    return false;
  }
}

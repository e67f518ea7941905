package org.comosix.appliance.dhcp.codec;

import org.comosix.appliance.domain.Ipv4Address;

/**
 * Tells the ports of relays and switches apart, by giaddr and by the circuit and remote id in
 * option 82. Other sub-options are left out: some change with each packet.
 *
 * <p>A 64-bit number and no value of its own, since it is made for every packet. Where two ports
 * share one they share a limit.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3046#section-2.0">RFC 3046, section 2.0</a>
 */
public final class RelayPortKey {

  /** Neither relay nor switch put anything in: whoever is on the wire. */
  public static final long NONE = 0;

  private static final int CIRCUIT_ID = 1;
  private static final int REMOTE_ID = 2;
  private static final long SEED = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private RelayPortKey() {}

  /** Of a message. */
  public static long of(DhcpMessage message) {
    long port = begin(message.giaddr());
    byte[] information =
        message.options().bytes(OptionCode.RELAY_AGENT_INFORMATION).orElse(new byte[0]);
    return withIds(port, information, 0, information.length);
  }

  /** Of a packet whose options begin at an offset; malformed ones end the search. */
  static long of(Ipv4Address giaddr, byte[] packet, int from) {
    long port = begin(giaddr);
    int at = from;
    while (at + 1 < packet.length && packet[at] != (byte) OptionCode.END) {
      int code = packet[at] & 0xff;
      int length = code == OptionCode.PAD ? 0 : packet[at + 1] & 0xff;
      int content = code == OptionCode.PAD ? at + 1 : at + 2;
      if (code == OptionCode.RELAY_AGENT_INFORMATION && content + length <= packet.length) {
        port = withIds(port, packet, content, content + length);
      }
      at = content + length;
    }
    return port;
  }

  private static long begin(Ipv4Address giaddr) {
    return giaddr.isAny() ? NONE : (SEED ^ giaddr.unsigned()) * PRIME;
  }

  private static long withIds(long before, byte[] bytes, int from, int to) {
    long port = before;
    int at = from;
    while (at + 1 < to) {
      int code = bytes[at];
      int end = Math.min(to, at + 2 + (bytes[at + 1] & 0xff));
      if (code == CIRCUIT_ID || code == REMOTE_ID) {
        port = port == NONE ? SEED : port;
        for (int each = at; each < end; each++) {
          port = (port ^ (bytes[each] & 0xff)) * PRIME;
        }
      }
      at = end;
    }
    return port;
  }
}

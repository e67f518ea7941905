package org.comosix.appliance.dhcp.codec;

import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * One BOOTP or DHCP message, field by field under the RFC's names.
 *
 * @param op 1 from clients and relays, 2 from servers
 * @param hardware htype, hlen and chaddr
 * @param xid compared as bits
 * @param secs 0 to 65535
 * @param flags 16 bits; the highest asks for broadcast replies
 * @param sname up to its first NUL, byte by byte; empty when it carries options (option 52)
 * @param file as sname
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2131#section-2">RFC 2131, section 2</a>
 */
public record DhcpMessage(
    int op,
    HardwareAddress hardware,
    int hops,
    int xid,
    int secs,
    int flags,
    Ipv4Address ciaddr,
    Ipv4Address yiaddr,
    Ipv4Address siaddr,
    Ipv4Address giaddr,
    String sname,
    String file,
    DhcpOptions options) {

  public static final int BOOTREQUEST = 1;
  public static final int BOOTREPLY = 2;
  public static final int BROADCAST_FLAG = 0x8000;

  public boolean isRelayed() {
    return !giaddr.isAny();
  }

  public boolean wantsBroadcast() {
    return (flags & BROADCAST_FLAG) != 0;
  }

  public Optional<MessageType> type() {
    return options.messageType();
  }

  /** Plain BOOTP says no message type (RFC 1534, section 2). */
  public boolean isBootp() {
    return !options.has(OptionCode.MESSAGE_TYPE);
  }

  /** The transaction number as logs show it. */
  public String xidText() {
    return java.util.HexFormat.of().toHexDigits(xid);
  }

  /**
   * A reply with the fields of table 3: what it repeats from the query, and the rest zero.
   *
   * @param replyFlags the query's, or with {@link #BROADCAST_FLAG} for a NAK through a relay
   */
  public DhcpMessage reply(
      int replyFlags, Ipv4Address replyCiaddr, ReplyFields fields, DhcpOptions replyOptions) {
    return new DhcpMessage(
        BOOTREPLY,
        hardware,
        0,
        xid,
        0,
        replyFlags,
        replyCiaddr,
        fields.yiaddr(),
        fields.siaddr(),
        giaddr,
        fields.sname(),
        fields.file(),
        replyOptions);
  }

  /** The fixed fields that a server fills itself. */
  public record ReplyFields(Ipv4Address yiaddr, Ipv4Address siaddr, String sname, String file) {

    public static final ReplyFields NONE =
        new ReplyFields(Ipv4Address.ANY, Ipv4Address.ANY, "", "");
  }
}

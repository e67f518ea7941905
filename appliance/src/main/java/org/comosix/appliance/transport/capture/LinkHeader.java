package org.comosix.appliance.transport.capture;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What stands in front of an IPv4 packet.
 *
 * @param start where the packet begins
 * @param vlan the outermost tag
 * @see <a href="https://www.tcpdump.org/linktypes.html">tcpdump's link-layer header types</a>
 */
record LinkHeader(int start, Optional<Integer> vlan) {

  private static final int NULL = 0;
  private static final int ETHERNET = 1;
  private static final int RAW = 101;
  private static final int RAW_OF_OPENBSD = 14;
  private static final int RAW_OF_BSD = 12;
  private static final int LINUX_SLL = 113;
  private static final int IPV4 = 228;
  private static final int LINUX_SLL2 = 276;

  private static final int ETHERTYPE_IPV4 = 0x0800;

  /** Empty when there is no IPv4 packet, or nobody told us of such a link. */
  static Optional<LinkHeader> skip(CapturedFrame frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
    return switch (frame.linkType()) {
      case ETHERNET -> afterEtherType(bytes, 12);
      case LINUX_SLL -> afterEtherType(bytes, 14);
      case LINUX_SLL2 -> sll2(bytes);
      case RAW, RAW_OF_BSD, RAW_OF_OPENBSD, IPV4 -> found(0, Optional.empty());
      case NULL -> found(4, Optional.empty());
      default -> Optional.empty();
    };
  }

  private static Optional<LinkHeader> found(int start, Optional<Integer> vlan) {
    return Optional.of(new LinkHeader(start, vlan));
  }

  /** The protocol stands first here. */
  private static Optional<LinkHeader> sll2(ByteBuffer bytes) {
    boolean ip = bytes.limit() >= 2 && (bytes.getShort(0) & 0xffff) == ETHERTYPE_IPV4;
    return ip ? found(20, Optional.empty()) : Optional.empty();
  }

  private static Optional<LinkHeader> afterEtherType(ByteBuffer bytes, int from) {
    Optional<Integer> vlan = Optional.empty();
    for (int at = from; at + 4 <= bytes.limit(); at += 4) {
      int type = bytes.getShort(at) & 0xffff;
      if (type == ETHERTYPE_IPV4) {
        return found(at + 2, vlan);
      }
      if (!isVlanTag(type)) {
        return Optional.empty();
      }
      int tag = bytes.getShort(at + 2) & 0xfff;
      vlan = vlan.or(() -> Optional.of(tag));
    }
    return Optional.empty();
  }

  private static boolean isVlanTag(int type) {
    return type == 0x8100 || type == 0x88a8 || type == 0x9100;
  }
}

package org.comosix.appliance.dhcp.transport;

import io.netty.channel.Channel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Packets that the kernel dropped because nobody took the earlier ones in time: the socket's memory
 * information, which Linux tells since 4.12. One thread.
 */
final class SocketDrops {

  private static final int SOL_SOCKET = 1;
  private static final int SO_MEMINFO = 55;

  /** SK_MEMINFO_VARS numbers of 32 bits, of which the last is SK_MEMINFO_DROPS. */
  private static final int LENGTH = 9 * Integer.BYTES;

  private static final int DROPS = 8 * Integer.BYTES;

  private static final RawUnixChannelOption MEMINFO =
      new RawUnixChannelOption("SO_MEMINFO", SOL_SOCKET, SO_MEMINFO, LENGTH);

  private final Channel socket;
  private int seen;

  SocketDrops(Channel socket) {
    this.socket = socket;
  }

  /** How many since the last question. */
  long more() {
    ByteBuffer info = socket.config().getOption(MEMINFO);
    int total = info.order(ByteOrder.nativeOrder()).getInt(DROPS);
    // A 32-bit counter, which begins anew.
    long more = Integer.toUnsignedLong(total - seen);
    seen = total;
    return more;
  }
}

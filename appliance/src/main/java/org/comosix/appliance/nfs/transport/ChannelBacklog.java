package org.comosix.appliance.nfs.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;

/** What a connection's peer has not taken yet. */
final class ChannelBacklog {

  /**
   * Above the high mark no more calls of the connection are handled, until it is below the low one.
   * The low mark keeps the socket busy meanwhile.
   */
  static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(1 << 20, 4 << 20);

  private ChannelBacklog() {}

  /** Whether the socket took all that was flushed to it. */
  static boolean isEmpty(Channel channel) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null || out.totalPendingWriteBytes() == 0;
  }
}

package org.comosix.appliance.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the kernel keeps for a socket while we do something else. */
final class SocketBuffer {

  static final SocketBuffer RECEIVE =
      new SocketBuffer("SO_RCVBUFFORCE", 33, ChannelOption.SO_RCVBUF);
  static final SocketBuffer SEND = new SocketBuffer("SO_SNDBUFFORCE", 32, ChannelOption.SO_SNDBUF);

  private static final int SOL_SOCKET = 1;

  private final RawUnixChannelOption force;
  private final ChannelOption<Integer> ask;

  private SocketBuffer(String name, int number, ChannelOption<Integer> ask) {
    this.force = new RawUnixChannelOption(name, SOL_SOCKET, number, Integer.BYTES);
    this.ask = ask;
  }

  /**
   * As root past the limit in {@code net.core.rmem_max} (208 KiB: two hundred packets), else up to
   * it.
   */
  void enlarge(Channel channel, int bytes) {
    try {
      channel.config().setOption(force, inNativeOrder(bytes));
    } catch (ChannelException e) {
      channel.config().setOption(ask, bytes);
    }
  }

  private static ByteBuffer inNativeOrder(int value) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
    return buffer.putInt(value).flip();
  }
}

package org.comosix.appliance.nfs.transport;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.comosix.appliance.nfs.Xdr;

/** Sends calls over real sockets and waits for replies, ten seconds at most. */
final class RpcTestClient implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;

  RpcTestClient(int port) throws IOException {
    this(port, 0);
  }

  /** With a receive buffer of its own size. */
  RpcTestClient(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
  }

  static byte[] record(Xdr message) {
    byte[] bytes = message.bytes();
    return Xdr.xdr().u32(bytes.length | 1L << 31).raw(bytes).bytes();
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  byte[] call(Xdr message) throws IOException {
    send(record(message));
    return receive();
  }

  byte[] receive() throws IOException {
    int mark = in.readInt();
    return in.readNBytes(mark & Integer.MAX_VALUE);
  }

  /** Whether the server has closed the connection. */
  boolean isClosed() throws IOException {
    try {
      in.readByte();
      return false;
    } catch (EOFException | java.net.SocketException closed) {
      return true;
    }
  }

  static byte[] callByUdp(int port, Xdr message) throws IOException {
    byte[] call = message.bytes();
    try (DatagramSocket udp = new DatagramSocket()) {
      udp.setSoTimeout(TIMEOUT_MILLIS);
      udp.connect(InetAddress.getLoopbackAddress(), port); // takes replies from there alone
      udp.send(new DatagramPacket(call, call.length));
      DatagramPacket reply = new DatagramPacket(new byte[65_535], 65_535);
      udp.receive(reply);
      return Arrays.copyOf(reply.getData(), reply.getLength());
    }
  }

  static int intAt(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package org.comosix.appliance.dhcp.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Random;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * A process that broadcasts harm as fast as it can, until it is killed or has sent its number:
 * DISCOVERs of invented machines, REQUESTs out of the blue, DISCOVERs in a known machine's name,
 * forged relays and garbage. The same on every run.
 *
 * <p>Arguments: broadcast address, the known machine's hardware address, how many packets at most.
 */
public final class Flooder {

  private static final int SERVER_PORT = 67;
  private static final int CHADDR_OFFSET = 28;
  private static final int LARGEST = 600;

  private final Random random = new Random(4711);
  private final byte[] discover = packet(MessageType.DISCOVER, "0.0.0.0");
  private final byte[] request = packet(MessageType.REQUEST, "0.0.0.0");
  private final byte[] relayed = packet(MessageType.DISCOVER, "10.99.0.200");
  private final byte[] strangeRelay = packet(MessageType.DISCOVER, "192.0.2.1");
  private final byte[] garbage = new byte[LARGEST];
  private final MacAddress known;

  private Flooder(MacAddress known) {
    this.known = known;
  }

  public static void main(String[] args) throws IOException {
    Flooder flooder = new Flooder(MacAddress.parse(args[1]));
    InetSocketAddress everybody = new InetSocketAddress(args[0], SERVER_PORT);
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
      System.out.println("ready");
      long most = Long.parseLong(args[2]);
      for (long sent = 0; sent < most; sent++) {
        channel.send(flooder.next(), everybody);
      }
    }
  }

  private ByteBuffer next() {
    int kind = random.nextInt(10);
    return switch (kind) {
      case 0 -> garbage();
      case 1 -> from(discover, known.octets());
      case 2 -> from(request, invented());
      case 3 -> from(relayed, invented());
      case 4 -> from(strangeRelay, invented());
      default -> from(discover, invented());
    };
  }

  private ByteBuffer garbage() {
    random.nextBytes(garbage);
    return ByteBuffer.wrap(garbage, 0, random.nextInt(LARGEST));
  }

  private static ByteBuffer from(byte[] packet, byte[] mac) {
    System.arraycopy(mac, 0, packet, CHADDR_OFFSET, mac.length);
    return ByteBuffer.wrap(packet);
  }

  private byte[] invented() {
    byte[] mac = new byte[MacAddress.LENGTH];
    random.nextBytes(mac);
    mac[0] = 2;
    return mac;
  }

  private static byte[] packet(MessageType type, String giaddr) {
    DhcpOptions.Builder options = DhcpOptions.builder().put(type);
    if (type == MessageType.REQUEST) {
      options
          .put(OptionCode.SERVER_IDENTIFIER, Ipv4Address.parse("10.99.0.1"))
          .put(OptionCode.REQUESTED_IP_ADDRESS, Ipv4Address.parse("10.99.0.60"));
    }
    DhcpMessage message =
        new DhcpMessage(
            DhcpMessage.BOOTREQUEST,
            HardwareAddress.of(new MacAddress(1)),
            0,
            1,
            0,
            0,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.parse(giaddr),
            "",
            "",
            options.build());
    byte[] bytes = DhcpCodec.encode(message, DhcpCodec.DEFAULT_MAXIMUM_LENGTH).bytes();
    return Arrays.copyOf(bytes, bytes.length);
  }
}

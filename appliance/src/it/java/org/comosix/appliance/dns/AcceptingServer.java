package org.comosix.appliance.dns;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.comosix.appliance.dns.accept.AcceptedUpdates;
import org.comosix.appliance.dns.accept.NamePattern;
import org.comosix.appliance.dns.accept.UpdateGrant;
import org.comosix.appliance.dns.accept.UpdatePolicy;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.comosix.appliance.domain.UpdatableType;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.transport.NettyRuntime;

/**
 * A name server on the loopback interface that takes updates; in this process, or as one of its own
 * that can be killed.
 */
final class AcceptingServer implements AutoCloseable {

  static final String ADDRESS = "127.0.0.1";
  static final String DHCP_KEY = "second-dhcp";
  static final String ACME_KEY = "acme";
  static final String COPY_KEY = "for-copies";
  static final String SECRET_64 =
      Base64.getEncoder()
          .encodeToString("a secret of thirty-two octets ..".getBytes(StandardCharsets.US_ASCII));
  static final String REVERSE = "77.10.in-addr.arpa";

  private final NettyRuntime runtime = new NettyRuntime(2);
  private final DnsService service;

  /** The node {@code pc1} is 10.77.0.11. */
  AcceptingServer(Path journal, int port, int secondaryPort) {
    service =
        new DnsService(
            runtime,
            List.of(Ipv4Address.parse(ADDRESS)),
            port,
            zone(),
            access(secondaryPort),
            new ConfiguredNodes(
                List.of(
                    new Node(
                        new NodeName("pc1"),
                        MacAddress.parse("52:54:00:00:00:01"),
                        Optional.of(Ipv4Address.parse("10.77.0.11")),
                        Optional.empty()))),
            Recursion.NONE,
            Optional.of(AcceptedUpdates.read(journal)),
            InstantSource.system());
    service.start();
    service.startUpdates();
  }

  private static ZoneDefinition zone() {
    return new ZoneDefinition(
        DomainName.parse("lab.example"),
        new NodeLabels("om_", "om-"),
        List.of(Ipv4Subnet.parse("10.77.0.0/16")),
        List.of(Ipv4Address.parse("10.77.0.1")),
        Duration.ofMinutes(1));
  }

  private static ZoneAccess access(int secondaryPort) {
    byte[] secret = Base64.getDecoder().decode(SECRET_64);
    return new ZoneAccess(
        List.of(
            new TsigKey(DHCP_KEY, TsigAlgorithm.HMAC_SHA256, secret),
            new TsigKey(ACME_KEY, TsigAlgorithm.HMAC_SHA256, secret),
            new TsigKey(COPY_KEY, TsigAlgorithm.HMAC_SHA256, secret)),
        Set.of(COPY_KEY),
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), secondaryPort)),
        new UpdatePolicy(
            List.of(
                grant(
                    DHCP_KEY,
                    Set.of(UpdatableType.values()),
                    "lab.example",
                    "*.lab.example",
                    "*." + REVERSE),
                grant(
                    ACME_KEY,
                    Set.of(UpdatableType.TXT),
                    "_acme-challenge.lab.example",
                    "_acme-challenge.*.lab.example"))));
  }

  private static UpdateGrant grant(String key, Set<UpdatableType> types, String... names) {
    return new UpdateGrant(
        key,
        Arrays.stream(names).map(NamePattern::parse).toList(),
        types.stream().map(UpdatableType::number).collect(Collectors.toSet()),
        100_000);
  }

  DnsService service() {
    return service;
  }

  @Override
  public void close() {
    service.close();
    runtime.close();
  }

  /** Serves until it is killed. */
  @SuppressWarnings("resource") // The kernel closes it.
  public static void main(String[] arguments) throws InterruptedException {
    new AcceptingServer(Path.of(arguments[0]), Integer.parseInt(arguments[1]), 9);
    Thread.currentThread().join();
  }

  /** A process of its own. */
  static Process asProcess(Path journal, int port, Path log) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            AcceptingServer.class.getName(),
            journal.toString(),
            Integer.toString(port))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  static int portFreeForBoth() throws IOException {
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket udp =
            new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
      return udp.getLocalPort();
    }
  }
}

package org.comosix.appliance.dhcp.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.boot.BootOffer;
import org.comosix.appliance.boot.BootPolicy;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.DhcpSubnet;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.AddressPool;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.ops.LogLevels;
import org.comosix.appliance.ops.Logging;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.UdpSocketFactory;

/**
 * The real DHCP service as a process of its own, to be run inside a network namespace and killed.
 *
 * <p>Arguments: interface, subnet, pool, router, lease seconds, lease directory, and known nodes as
 * {@code name=mac=address}. Each line on standard input is answered with what is wrong around it.
 */
public final class DhcpServerProcess {

  private static final Duration PROBE_WAIT = Duration.ofMillis(300);

  private DhcpServerProcess() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Logging.start(LogLevels.parse("info"), Map.of());
    Ipv4Address router = Ipv4Address.parse(args[3]);
    DhcpSubnet subnet =
        new DhcpSubnet(
            Ipv4Subnet.parse(args[1]),
            List.of(
                new AddressPool(
                    Ipv4Subnet.parse(args[1]), List.of(AddressRange.parse(args[2])), Set.of())),
            Optional.of(router),
            Duration.ofSeconds(Long.parseLong(args[4])),
            List.of(router),
            Optional.of("lab.example"),
            DhcpOptions.NONE);
    List<Node> nodes =
        List.of(args).subList(6, args.length).stream().map(DhcpServerProcess::node).toList();
    Clock clock = Clock.systemUTC();
    DhcpService service =
        new DhcpService(
            new DhcpPlan(
                DhcpRules.of(List.of(subnet), new NodeLabels("om_", "om-")),
                List.of(args[0]),
                Path.of(args[5]),
                Optional.of(PROBE_WAIT),
                DhcpPorts.STANDARD),
            new LeaseIndex(clock),
            new FixedNodes(nodes),
            bootPolicy(),
            fact -> System.out.println("boot " + fact),
            clock,
            new UdpSocketFactory(new NettyRuntime(1)));
    service.start();
    System.out.println("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(line + " " + service.networkProblem().orElse("-"));
    }
    Thread.currentThread().join();
  }

  private static BootPolicy bootPolicy() {
    return request ->
        Optional.of(
            new BootOffer(
                request.server(),
                request.ipxe()
                    ? "http://" + request.server() + "/boot.ipxe"
                    : request.arch().filter(arch -> arch.isUefi()).isPresent()
                        ? "ipxe.efi"
                        : "undionly.kpxe",
                Optional.empty(),
                Optional.of(request.server() + ":/comosix/debian/1")));
  }

  private static Node node(String text) {
    String[] parts = text.split("=", -1);
    return new Node(
        NodeName.parse(parts[0]),
        MacAddress.parse(parts[1]),
        Optional.of(Ipv4Address.parse(parts[2])),
        Optional.empty());
  }

  private record FixedNodes(Collection<Node> all) implements Nodes {

    @Override
    public Optional<Node> byMac(MacAddress mac) {
      return all.stream().filter(node -> node.mac().equals(mac)).findFirst();
    }

    @Override
    public Optional<Node> byName(NodeName name) {
      return all.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Node> byAddress(Ipv4Address address) {
      return all.stream().filter(node -> node.address().equals(Optional.of(address))).findFirst();
    }
  }
}

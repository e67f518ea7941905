package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.comosix.appliance.dhcp.transport.SegmentLab.Machine;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.lease.journal.FileLeaseJournal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two machines on one address and two servers on one network, with real kernels, and how replies
 * reach a client that has no address.
 *
 * <p>Needs root and the packages udhcpc, tcpdump, dnsmasq-base, isc-dhcp-relay, libpcap0.8 and
 * iproute2.
 */
final class ConflictIT {

  private static final String SERVER = "52:54:00:aa:00:01";
  private static final String SQUATTER = "52:54:00:aa:00:02";
  private static final String OTHER = "52:54:00:aa:00:05";
  private static final String PC1 = "52:54:00:aa:01:01";
  private static final String PC2 = "52:54:00:aa:01:02";

  /** What pcap4j loads, so that it finds nothing. */
  private static final String NO_LIBPCAP = "-Dorg.pcap4j.core.pcapLibName=none";

  private final Path directory;
  private final SegmentLab lab;
  private final Machine server;

  ConflictIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new SegmentLab("near", "far");
    this.server = lab.machine("srv", "near", SERVER);
  }

  @BeforeEach
  void address() throws Exception {
    server.has("eth0", "10.99.0.1/24");
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  @Test
  void addressOfASquatterIsQuarantinedOnDiskAndTheClientGetsAnother() throws Exception {
    Machine squatter = lab.machine("sq", "near", SQUATTER);
    squatter.has("eth0", "10.99.0.50/24");
    Machine pc1 = lab.machine("pc1", "near", PC1);
    Talking running = serve("10.99.0.0/24", "10.99.0.1");

    assertThat(udhcpc(pc1)).isEqualTo("10.99.0.51");

    String inUse = running.awaits("dhcp.address-in-use");
    assertThat(inUse).contains("10.99.0.50", SQUATTER);
    running.kill();
    Lease quarantined = journal().get(Ipv4Address.parse("10.99.0.50"));
    assertThat(quarantined).extracting(Lease::state).isEqualTo(LeaseState.DECLINED);
    assertThat(quarantined).extracting(Lease::mac).isEqualTo(MacAddress.parse(SQUATTER));

    squatter.hasNot("eth0", "10.99.0.50/24");
    serve("10.99.0.0/24", "10.99.0.1");
    assertThat(udhcpc(lab.machine("pc2", "near", PC2))).isEqualTo("10.99.0.52");
  }

  @Test
  void withoutLibpcapTheKernelAsksAndRepliesAreBroadcast() throws Exception {
    Machine squatter = lab.machine("sq", "near", SQUATTER);
    squatter.has("eth0", "10.99.0.50/24");
    Machine pc1 = lab.machine("pc1", "near", PC1);
    Talking running = serve("10.99.0.0/24", "10.99.0.1", NO_LIBPCAP);
    assertThat(running.said()).contains("new-clients=broadcast", "libpcap cannot be loaded");
    Talking wire = tcpdump(pc1);

    assertThat(udhcpc(pc1)).isEqualTo("10.99.0.51");

    assertThat(running.awaits("dhcp.address-in-use")).contains("10.99.0.50", SQUATTER);
    wire.awaits("> ff:ff:ff:ff:ff:ff,");
    wire.awaits("10\\.99\\.0\\.1\\.67 > 255\\.255\\.255\\.255\\.68.*Reply");
  }

  @Test
  void twoClientsAtOnceGetAnAddressEach() throws Exception {
    Machine squatter = lab.machine("sq", "near", SQUATTER);
    squatter.has("eth0", "10.99.0.50/24");
    Machine pc1 = lab.machine("pc1", "near", PC1);
    Machine pc2 = lab.machine("pc2", "near", PC2);
    serve("10.99.0.0/24", "10.99.0.1");

    Talking one = pc1.starts("udhcpc", "-i", "eth0", "-n", "-q", "-f", "-s", "/bin/true");
    Talking two = pc2.starts("udhcpc", "-i", "eth0", "-n", "-q", "-f", "-s", "/bin/true");

    assertThat(List.of(leased(one), leased(two)))
        .containsExactlyInAnyOrder("10.99.0.51", "10.99.0.52");
  }

  @Test
  void addressInUseBehindARelayAnswersAPing() throws Exception {
    Machine relay = lab.machine("rel", "near", "52:54:00:aa:00:03");
    relay.plug("eth1", "far", "52:54:00:aa:00:04");
    relay.has("eth0", "10.99.0.2/24");
    relay.has("eth1", "10.98.0.1/24");
    relay.does("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
    server.routes("10.98.0.0/24", "10.99.0.2");
    Machine squatter = lab.machine("sq", "far", SQUATTER);
    squatter.has("eth0", "10.98.0.50/24");
    squatter.routes("10.99.0.0/24", "10.98.0.1");
    Machine pc1 = lab.machine("pc1", "far", PC1);
    Talking running = serve("10.98.0.0/24", "10.98.0.1");
    relay
        .starts("dhcrelay", "-4", "-d", "-i", "eth1", "-i", "eth0", "10.99.0.1")
        .awaits("Sending on +Socket/fallback");

    assertThat(udhcpc(pc1)).isEqualTo("10.98.0.51");

    assertThat(running.awaits("dhcp.address-in-use")).contains("10.98.0.50");
  }

  @Test
  void anotherServerIsReportedInTheLogAndInHealth() throws Exception {
    Machine pc1 = lab.machine("pc1", "near", PC1);
    Talking running = serve("10.99.0.0/24", "10.99.0.1");
    running.tell("health");
    assertThat(running.awaits("^health")).isEqualTo("health -");
    anotherServer();

    pc1.does("udhcpc", "-i", "eth0", "-B", "-n", "-q", "-f", "-s", "/bin/true");

    assertThat(running.awaits("dhcp.other-server"))
        .contains("10.99.0.9", OTHER, "PXEClient (60) without vendor options (43)");
    running.tell("health");
    assertThat(running.awaits("^health"))
        .startsWith("health another DHCP server, 10.99.0.9 (" + OTHER + ") on eth0, offers ");
  }

  @Test
  void clientThatTakesUnicastIsAnsweredByAFrameToItsCard() throws Exception {
    Machine pc1 = lab.machine("pc1", "near", PC1);
    serve("10.99.0.0/24", "10.99.0.1");
    Talking wire = tcpdump(pc1);

    assertThat(udhcpc(pc1)).isEqualTo("10.99.0.50");

    for (String type : List.of("Offer", "ACK")) {
      assertThat(wire.awaits(SERVER + " > .*IPv4")).contains(SERVER + " > " + PC1);
      assertThat(wire.awaits("Reply")).contains("10.99.0.1.67 > 10.99.0.50.68", "udp sum ok");
      wire.awaits("DHCP-Message.*" + type);
    }
  }

  @Test
  void interfaceThatIsDownAtTheStartIsUsedWhenItComesUp() throws Exception {
    Machine pc1 = lab.machine("pc1", "near", PC1);
    server.does("ip", "link", "set", "eth0", "down");
    Talking running = serve("10.99.0.0/24", "10.99.0.1");
    assertThat(running.said()).contains("new-clients=broadcast");
    server.does("ip", "link", "set", "eth0", "up");
    running.awaits("dhcp\\.link .*unicast");
    Talking wire = tcpdump(pc1);

    assertThat(udhcpc(pc1)).isEqualTo("10.99.0.50");

    assertThat(wire.awaits(SERVER + " > .*IPv4")).contains(SERVER + " > " + PC1);
  }

  @Test
  void interfaceThatWasDownForAWhileHearsAndSendsAgain() throws Exception {
    Machine pc1 = lab.machine("pc1", "near", PC1);
    Talking running = serve("10.99.0.0/24", "10.99.0.1");
    server.does("ip", "link", "set", "eth0", "down");
    server.does("ip", "link", "set", "eth0", "up");
    anotherServer();
    Talking wire = tcpdump(pc1);

    pc1.does("udhcpc", "-i", "eth0", "-n", "-q", "-f", "-s", "/bin/true");
    assertThat(wire.awaits(SERVER + " > .*IPv4")).contains(SERVER + " > " + PC1);

    pc1.does("udhcpc", "-i", "eth0", "-B", "-n", "-q", "-f", "-s", "/bin/true");
    assertThat(running.awaits("dhcp.other-server .*mac=52")).contains("10.99.0.9", OTHER);
  }

  @Test
  void clientThatAsksForBroadcastIsAnsweredByBroadcast() throws Exception {
    Machine pc1 = lab.machine("pc1", "near", PC1);
    serve("10.99.0.0/24", "10.99.0.1");
    Talking wire = tcpdump(pc1);

    pc1.does("udhcpc", "-i", "eth0", "-B", "-n", "-q", "-f", "-s", "/bin/true");

    for (String type : List.of("Offer", "ACK")) {
      assertThat(wire.awaits(SERVER + " > .*IPv4")).contains(SERVER + " > ff:ff:ff:ff:ff:ff");
      assertThat(wire.awaits("Reply")).contains("10.99.0.1.67 > 255.255.255.255.68");
      wire.awaits("DHCP-Message.*" + type);
    }
  }

  /** A socket would send it from whichever address the kernel takes. */
  @Test
  void broadcastLeavesFromOurAddressInTheClientsSubnet() throws Exception {
    server.hasNot("eth0", "10.99.0.1/24");
    server.has("eth0", "10.97.0.1/24");
    server.has("eth0", "10.99.0.1/24");
    Machine pc1 = lab.machine("pc1", "near", PC1);
    serve("10.99.0.0/24", "10.99.0.1");
    Talking wire = tcpdump(pc1);

    pc1.does("udhcpc", "-i", "eth0", "-B", "-n", "-q", "-f", "-s", "/bin/true");

    assertThat(wire.awaits(SERVER + " > .*IPv4")).contains(SERVER + " > ff:ff:ff:ff:ff:ff");
    assertThat(wire.awaits("Reply")).contains("10.99.0.1.67 > 255.255.255.255.68", "udp sum ok");
  }

  /** One that makes a mistake which firmware stumbles over. */
  private void anotherServer() throws Exception {
    Machine other = lab.machine("oth", "near", OTHER);
    other.has("eth0", "10.99.0.9/24");
    other
        .starts(
            "dnsmasq",
            "-d",
            "-p0",
            "-C/dev/null",
            "--dhcp-range=10.99.0.200,10.99.0.210",
            "--dhcp-leasefile=" + directory.resolve("other.leases"),
            "--dhcp-boot=pxelinux.0",
            "--dhcp-option-force=60,PXEClient")
        .awaits("DHCP, IP range|sockets bound");
  }

  private Talking serve(String subnet, String router, String... javaOptions) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(javaOptions));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(DhcpServerProcess.class.getName());
    String network = subnet.substring(0, subnet.lastIndexOf('.'));
    command.addAll(List.of("eth0", subnet, network + ".50-" + network + ".60", router, "3600"));
    command.add(directory.resolve("leases").toString());
    Talking running = server.starts(command.toArray(String[]::new));
    running.awaitsAll("^ready", "dhcp\\.link");
    return running;
  }

  /** The link headers in one line, what is in it in the following. */
  private static Talking tcpdump(Machine machine) throws Exception {
    Talking wire =
        machine.starts("tcpdump", "-U", "-l", "-e", "-n", "-vv", "-i", "eth0", "udp src port 67");
    wire.awaits("listening on");
    return wire;
  }

  /** The address with which it called its script when it was bound. */
  private String udhcpc(Machine machine) throws Exception {
    Path told = directory.resolve("told");
    Path script = directory.resolve("script");
    Files.writeString(
        script, "#!/bin/sh\n[ \"$1\" = bound ] && echo \"$ip\" > " + told + "\nexit 0\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    machine.does("udhcpc", "-i", "eth0", "-n", "-q", "-f", "-s", script.toString());
    return Files.readString(told).strip();
  }

  private static String leased(Talking udhcpc) throws InterruptedException {
    String line = udhcpc.awaits("lease of [0-9.]+ obtained");
    return line.replaceAll(".*lease of ([0-9.]+) obtained.*", "$1");
  }

  private Map<Ipv4Address, Lease> journal() {
    Map<Ipv4Address, Lease> last = new HashMap<>();
    try (FileLeaseJournal journal =
        new FileLeaseJournal(directory.resolve("leases"), Runnable::run, Clock.systemUTC())) {
      journal.replay(lease -> last.put(lease.address(), lease));
    }
    return last;
  }
}

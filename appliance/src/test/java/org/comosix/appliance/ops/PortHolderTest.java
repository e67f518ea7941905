package org.comosix.appliance.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets, held by a real process that is not this one. */
final class PortHolderTest {

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");
  private static final Ipv4Address ELSEWHERE = Ipv4Address.parse("127.0.0.9");

  /** The child: opens three sockets, says their ports, and lives until its input ends. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws IOException {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
          DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, 0));
          ServerSocket everywhere = new ServerSocket(0)) {
        System.out.println(tcp.getLocalPort());
        System.out.println(udp.getLocalPort());
        System.out.println(everywhere.getLocalPort());
        System.out.flush();
        if (System.in.read() >= 0) {
          throw new IOException("nothing is sent to this process");
        }
      }
    }
  }

  @Test
  void theProcessThatHoldsAPortIsNamed() throws IOException {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
      int tcp = Integer.parseInt(out.readLine());
      int udp = Integer.parseInt(out.readLine());
      int everywhere = Integer.parseInt(out.readLine());
      PortHolder ports = PortHolder.ofThisMachine();

      assertHeldBy(child, ports.find("tcp", LOOPBACK, tcp));
      assertHeldBy(child, ports.find("udp", LOOPBACK, udp));
      assertHeldBy(child, ports.find("tcp", Ipv4Address.ANY, tcp));
      assertHeldBy(child, ports.find("tcp", ELSEWHERE, everywhere));
      assertThat(ports.find("tcp", ELSEWHERE, tcp).taken()).isFalse();
    } finally {
      child.destroyForcibly();
    }
  }

  private static void assertHeldBy(Process process, PortHolder.Finding finding) {
    assertThat(finding.taken()).isTrue();
    assertThat(finding.holders())
        .singleElement()
        .satisfies(
            holder -> {
              assertThat(holder.pid()).isEqualTo(process.pid());
              assertThat(holder.command()).isEqualTo("java");
            });
  }

  @Test
  void aConnectionIsNoListener(@TempDir Path proc) throws IOException {
    table(proc, "tcp", "   0: 0100007F:0050 0100007F:C001 01 0:0 0:0 0 0 0 4711 1");

    assertThat(new PortHolder(proc).find("tcp", LOOPBACK, 80).taken()).isFalse();
  }

  @Test
  void theKernelsOwnSocketsBelongToNoProcess(@TempDir Path proc) throws IOException {
    table(proc, "tcp", "   0: 00000000:0801 00000000:0000 0A 0:0 0:0 0 0 0 4711 1");

    assertThat(new PortHolder(proc).find("tcp", LOOPBACK, 2049))
        .isEqualTo(new PortHolder.Finding(true, List.of()));
  }

  @Test
  void anIpv6SocketOnAllAddressesTakesTheIpv4PortToo(@TempDir Path proc) throws IOException {
    table(
        proc,
        "udp6",
        "  1: 00000000000000000000000000000000:0045 00000000000000000000000000000000:0000 07 0:0 0:0 0 0 0 99 2");
    process(proc, 612, "in.tftpd", "0::/system.slice/tftpd-hpa.service", 99);

    assertThat(new PortHolder(proc).find("udp", LOOPBACK, 69).holders())
        .containsExactly(new PortHolder.Holder(612, "in.tftpd", Optional.of("tftpd-hpa.service")));
  }

  @Test
  void anotherIpv6AddressIsNotInTheWay(@TempDir Path proc) throws IOException {
    table(
        proc,
        "tcp6",
        "  1: 000080FE00000000FF005450563412FE:0035 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 99 2");

    assertThat(new PortHolder(proc).find("tcp", LOOPBACK, 53).taken()).isFalse();
  }

  private static void table(Path proc, String name, String line) throws IOException {
    Path net = Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        net.resolve(name), "  sl  local_address rem_address   st ...\n" + line + "\n");
  }

  private static void process(Path proc, int pid, String command, String group, int inode)
      throws IOException {
    Path process = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(process.resolve("comm"), command + "\n");
    Files.writeString(process.resolve("cgroup"), group + "\n");
    Path descriptors = Files.createDirectories(process.resolve("fd"));
    Files.createSymbolicLink(descriptors.resolve("3"), Path.of("socket:[" + inode + "]"));
  }
}

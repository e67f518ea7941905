package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.ops.PortHolder;
import org.comosix.appliance.transport.ListenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which port, who holds it, what to do. */
final class ListenRefusalTest {

  private static final String HELD = "bind(..) failed with error(-98): Address already in use";

  private final Path proc;

  ListenRefusalTest(@TempDir Path proc) {
    this.proc = proc;
  }

  private static ListenException exception(String protocol, String address, int port, String why) {
    return new ListenException(
        protocol,
        new InetSocketAddress(Ipv4Address.parse(address).toInetAddress(), port),
        new BindException(why));
  }

  /** A socket on all addresses, in the tables of the kernel. */
  private void bound(String protocol, int port) throws IOException {
    Path net = Files.createDirectories(proc.resolve("net"));
    String line = "0: 00000000:%04X 00000000:0000 %s 0:0 0:0 0 0 0 4711 1";
    String state = protocol.equals("tcp") ? "0A" : "07";
    Files.writeString(net.resolve(protocol), "sl ...\n" + line.formatted(port, state) + "\n");
  }

  private void process(int pid, String command, String group) throws IOException {
    Path process = Files.createDirectories(proc.resolve(Integer.toString(pid)).resolve("fd"));
    Files.createSymbolicLink(process.resolve("5"), Path.of("socket:[4711]"));
    Files.writeString(process.resolveSibling("comm"), command + "\n");
    Files.writeString(process.resolveSibling("cgroup"), "0::" + group + "\n");
  }

  @Test
  void aServiceIsStoppedThroughSystemd() throws IOException {
    bound("udp", 67);
    process(812, "dnsmasq", "/system.slice/dnsmasq.service");

    ListenRefusal refusal =
        ListenRefusal.explain(exception("udp", "0.0.0.0", 67, HELD), new PortHolder(proc));

    assertThat(refusal.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(refusal.text())
        .isEqualTo(
            """
            error: cannot listen on udp port 67 on every address: it is held by dnsmasq, process 812 (dnsmasq.service)
                   to do: systemctl disable --now dnsmasq.service
            """);
  }

  @Test
  void anotherWayIsSaidWhereASettingOffersOne() throws IOException {
    bound("tcp", 80);
    process(900, "apache2", "/user.slice/user-0.slice/session-1.scope");

    ListenRefusal refusal =
        ListenRefusal.explain(exception("tcp", "10.77.0.1", 80, HELD), new PortHolder(proc));

    assertThat(refusal.text())
        .isEqualTo(
            """
            error: cannot listen on tcp port 80 on 10.77.0.1: it is held by apache2, process 900 (session-1.scope)
                   to do: stop it: kill 900,
                   or set another http-port in [boot]
            """);
  }

  @Test
  void systemdItselfHoldsSocketUnits() throws IOException {
    bound("tcp", 111);
    process(1, "systemd", "/init.scope");

    assertThat(
            ListenRefusal.explain(exception("tcp", "10.77.0.1", 111, HELD), new PortHolder(proc))
                .text())
        .contains("held by systemd, process 1")
        .contains("to do: systemctl list-sockets")
        .contains("or set portmap = false in [nfs]");
  }

  @Test
  void theKernelsNfsServer() throws IOException {
    bound("tcp", 2049);

    assertThat(
            ListenRefusal.explain(exception("tcp", "10.77.0.1", 2049, HELD), new PortHolder(proc))
                .text())
        .contains("held by the kernel")
        .contains(
            "to do: systemctl disable --now nfs-server,\n       or set another port in [nfs]\n");
  }

  @Test
  void withoutPermission() {
    ListenRefusal refusal =
        ListenRefusal.explain(
            exception("udp", "0.0.0.0", 67, "bind(..) failed: Permission denied"),
            new PortHolder(proc));

    assertThat(refusal.exitCode()).isEqualTo(ExitCode.NO_PERMISSION);
    assertThat(refusal.text())
        .isEqualTo(
            """
            error: not permitted to listen on udp port 67 on every address
                   run as root
            """);
  }

  @Test
  void anAddressThatWentAway() {
    assertThat(
            ListenRefusal.explain(
                    exception("tcp", "10.77.0.1", 80, "Cannot assign requested address"),
                    new PortHolder(proc))
                .text())
        .isEqualTo(
            "error: cannot listen on tcp port 80 on 10.77.0.1: Cannot assign requested address\n");
  }

  @Test
  void aRealSocketOfThisProcess() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ListenException refused = exception("tcp", "127.0.0.1", socket.getLocalPort(), HELD);

      assertThat(ListenRefusal.explain(refused, PortHolder.ofThisMachine()).text())
          .contains("held by java, process " + ProcessHandle.current().pid());
    }
  }
}

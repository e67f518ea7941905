package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class NamesCheckCommandTest {

  private final Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  NamesCheckCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private int check(String more) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("a.toml"),
            "server.interfaces = [\"eth1\"]\n[[dhcp.subnet]]\nsubnet = \"10.77.0.0/24\"\n" + more);
    CommandLine comosix = ComosixCommand.commandLine();
    comosix.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return comosix.execute("names", "check", "--config", file.toString());
  }

  private String update(int port) {
    return """
        [[dns.key]]
        name = "ddns"
        secret-file = "%s/ddns.key"
        [[dns.update]]
        server = "127.0.0.1:%d"
        zones = "comosix.internal"
        key = "ddns"
        """
        .formatted(directory, port);
  }

  @Test
  void withoutServersThereIsNobodyToAsk() throws IOException {
    assertThat(check("")).isZero();
    assertThat(out.toString()).endsWith("No [[dns.update]], no server to ask.\n");
  }

  @Test
  void aSecretThatIsMissingIsNamed() throws IOException {
    assertThat(check(update(53))).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(err.toString()).contains(directory + "/ddns.key");
  }

  @Test
  void aServerThatIsNotThereIsNamedWithTheReason() throws IOException {
    Path key = Files.writeString(directory.resolve("ddns.key"), "c2VjcmV0");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(check(update(port))).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString())
        .contains("\n127.0.0.1:" + port + "  om_comosix-check.comosix.internal.  unreachable: ");
  }
}

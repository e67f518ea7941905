package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.Appliance;
import org.comosix.appliance.ConfigSource;
import org.comosix.appliance.Main;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.ListenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Whole processes: their exit codes, their output, and how they end. */
@Timeout(120)
final class ServeProcessTest {

  private final Path directory;

  ServeProcessTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /**
   * The child: {@code serve} on the loopback, with one listener of its own in place of the
   * appliance, whose ports need root.
   */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      ServeCommand serve =
          new ServeCommand((settings, links, source) -> start(source), new OneLink());
      System.exit(new CommandLine(serve).execute(args));
    }

    private static Starter.Running start(ConfigSource source) {
      int port = Integer.getInteger("test.port", 0);
      Ipv4Address loopback = Ipv4Address.parse("127.0.0.1");
      InetSocketAddress address = new InetSocketAddress(loopback.toInetAddress(), port);
      try {
        ServerSocket socket = new ServerSocket();
        socket.bind(address);
        return new Starter.Running(
            List.of(new Appliance.Listener("test", "tcp", "127.0.0.1:0")),
            () -> reload(source),
            () -> close(socket));
      } catch (IOException e) {
        throw new ListenException("tcp", address, e);
      }
    }

    /** What it read, in words. */
    private static void reload(ConfigSource source) throws ControlRefusedException {
      LoggerFactory.getLogger(Child.class)
          .atInfo()
          .addKeyValue("subnets", source.read().settings().dhcp().subnets().size())
          .log("test.reloaded");
    }

    private static void close(ServerSocket socket) {
      try {
        socket.close();
        if (Boolean.getBoolean("test.fail")) {
          throw new IllegalStateException("asked to fail");
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class OneLink implements MachineLinks {

    private static final Address ADDRESS = new Address(Ipv4Address.parse("10.77.0.1"), 24);

    @Override
    public Optional<Link> find(String name) {
      return Optional.of(new Link(name, true, List.of(ADDRESS)));
    }

    @Override
    public List<String> names() {
      return List.of("lan0");
    }
  }

  private String config() throws IOException {
    return Files.writeString(
            directory.resolve("a.toml"),
            """
            server = { interfaces = "lan0", state = "%1$s/state" }
            boot.ipxe-directory = "%1$s"
            dhcp.subnet = [{ subnet = "10.77.0.0/24" }]
            """
                .formatted(directory))
        .toString();
  }

  private static Process java(List<String> options, Class<?> main, String... args)
      throws IOException {
    // Ignored signals are inherited: SIGINT from a shell in the background, SIGHUP from nohup.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,HUP"));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static List<String> readUntil(BufferedReader out, String event) throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    while ((line = out.readLine()) != null) {
      lines.add(line);
      if (line.contains(event)) {
        return lines;
      }
    }
    throw new AssertionError("the process ended before " + event + ": " + lines);
  }

  @Test
  void mainReturnsTheCommandsExitCode() throws IOException, InterruptedException {
    Process process = java(List.of(), Main.class, "check", "-c", directory + "/none.toml");

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(output)
        .isEqualTo(
            """
            %s/none.toml: error: there is no such file
                  = write it, starting from the commented example conf/appliance.toml

            1 problem
            """
                .formatted(directory));
  }

  @Test
  void sigtermClosesEverythingAndIsNoError() throws IOException, InterruptedException {
    Process process = java(List.of(), Child.class, "--config", config());
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = readUntil(out, "server.ready");
      process.toHandle().destroy(); // SIGTERM
      lines.addAll(out.lines().toList());

      assertThat(process.waitFor()).isZero();
      assertThat(lines.stream().map(line -> line.split(" ", 4)[2]))
          .containsExactly(
              "server.starting",
              "server.listening",
              "server.ready",
              "server.stopping",
              "server.stopped");
      assertThat(lines.get(1)).endsWith(" service=test protocol=tcp where=127.0.0.1:0");
      assertThat(lines.get(2)).containsPattern(" startup-ms=[1-9]\\d*$");
      assertThat(directory.resolve("state")).isEmptyDirectory();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void interruptFromTheKeyboardDoesTheSame() throws IOException, InterruptedException {
    Process process = java(List.of(), Child.class, "--config", config());
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      readUntil(out, "server.ready");
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      assertThat(readUntil(out, "server.stopped")).hasSize(2);
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void hangUpReadsTheConfigurationAnew() throws IOException, InterruptedException {
    String config = config();
    Process process = java(List.of(), Child.class, "--config", config);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      readUntil(out, "server.ready");
      Files.writeString(
          Path.of(config),
          Files.readString(Path.of(config))
              .replace("[{ subnet", "[{ subnet = \"10.78.0.0/24\" }, { subnet"));
      hangUp(process);
      assertThat(readUntil(out, "test.reloaded")).last().asString().contains("subnets=2");

      Files.writeString(Path.of(config), "server.interfaces = 5\n");
      hangUp(process);
      assertThat(readUntil(out, "a.toml:1:21"))
          .last()
          .asString()
          .contains("ERROR server.reload-refused problem=");
      process.toHandle().destroy();
      readUntil(out, "server.stopped");
    } finally {
      process.destroyForcibly();
    }
  }

  private static void hangUp(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
  }

  @Test
  void aRoomThatCannotCloseIsSaidAndCounted() throws IOException, InterruptedException {
    Process process = java(List.of("-Dtest.fail=true"), Child.class, "--config", config());
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      readUntil(out, "server.ready");
      process.toHandle().destroy();

      assertThat(readUntil(out, "ERROR server.stop-failed").get(1))
          .contains("error=\"java.lang.IllegalStateException: asked to fail\"");
      assertThat(process.waitFor()).isEqualTo(ExitCode.SOFTWARE);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aPortThatIsHeldByThisProcess() throws IOException, InterruptedException {
    Ipv4Address loopback = Ipv4Address.parse("127.0.0.1");
    try (ServerSocket held = new ServerSocket(0, 1, loopback.toInetAddress())) {
      Process process =
          java(List.of("-Dtest.port=" + held.getLocalPort()), Child.class, "--config", config());
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(output)
          .contains("INFO server.starting")
          .contains("error: cannot listen on tcp port " + held.getLocalPort() + " on 127.0.0.1")
          .contains("it is held by java, process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aStateDirectoryThatCannotBeUsed() throws IOException, InterruptedException {
    String config = config();
    Files.writeString(directory.resolve("state"), "a file");

    Process process = java(List.of(), Child.class, "--config", config);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(output)
        .contains(config + ":1:41: error: " + directory + "/state is not a directory\n");
  }
}

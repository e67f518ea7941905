package org.comosix.appliance.control.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.comosix.appliance.control.ControlClient;
import org.comosix.appliance.control.ControlCommands;
import org.comosix.appliance.control.ControlProtocol;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.control.ControlRefusedException.Kind;
import org.comosix.appliance.ops.ControlSocketFile;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real socket, and peers that mean no good. */
@Timeout(60)
final class ControlServiceTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Path STATE = Path.of("/state");

  private final Path socket;
  private final NettyRuntime runtime = new NettyRuntime(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final List<AutoCloseable> open = new ArrayList<>();

  ControlServiceTest(@TempDir Path directory) {
    socket = directory.resolve("control.sock");
  }

  @AfterEach
  void close() throws Exception {
    release.countDown();
    for (AutoCloseable each : open) {
      each.close();
    }
    runtime.close();
  }

  private ControlService start(Duration patience) {
    ControlCommands commands =
        new ControlCommands(
            STATE.toString(),
            Map.of(
                "echo", arguments -> Map.of("said", arguments.text("text").orElse("")),
                "long", arguments -> Map.of("text", "x".repeat(4 * 1024 * 1024)),
                "wait", arguments -> await(),
                "fail",
                    arguments -> {
                      throw new IllegalStateException("asked to fail");
                    },
                "refuse",
                    arguments -> {
                      throw new ControlRefusedException(
                          Kind.CONFIGURATION, List.of("first\nline", "second"));
                    }));
    ControlService service =
        new ControlService(runtime, new ControlSocketFile(socket), commands, patience);
    service.start();
    open.add(service);
    return service;
  }

  private Map<String, ?> await() {
    try {
      release.await();
      return Map.of();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ControlClient client() throws IOException {
    ControlClient client = ControlClient.connect(socket, STATE, LONG);
    open.add(client);
    return client;
  }

  private SocketChannel raw() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    open.add(channel);
    return channel;
  }

  private static void write(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** All until the server closes, or cuts us off with what we wrote still unread. */
  private static String readAll(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer part = ByteBuffer.allocate(65_536);
    try {
      while (channel.read(part.clear()) >= 0) {
        all.write(part.array(), 0, part.position());
      }
    } catch (SocketException e) {
      assertThat(e).hasMessage("Connection reset");
    }
    return all.toString(UTF_8);
  }

  private static String readLine(SocketChannel channel) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer octet = ByteBuffer.allocate(1);
    while (channel.read(octet.clear()) == 1 && octet.get(0) != '\n') {
      line.write(octet.get(0));
    }
    return line.toString(UTF_8);
  }

  @Test
  void severalRequestsOnOneConnection() throws Exception {
    start(LONG);
    ControlClient client = client();

    for (String text : List.of("one", "zwei \u00e4\n\"", "x".repeat(60_000))) {
      assertThat(client.ask("echo", Map.of("text", text)).text("said")).contains(text);
    }
    assertThat(client.ask("long", Map.of()).text("text").orElseThrow()).hasSize(4 * 1024 * 1024);
  }

  @Test
  void refusalsArriveWithTheirKindAndAllReasons() throws Exception {
    start(LONG);
    ControlClient client = client();

    assertThatExceptionOfType(ControlRefusedException.class)
        .isThrownBy(() -> client.ask("refuse", Map.of()))
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
              assertThat(e.problems()).containsExactly("first\nline", "second");
            });
    assertThatExceptionOfType(ControlRefusedException.class)
        .isThrownBy(() -> client.ask("fail", Map.of()))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.FAILED));
    assertThatExceptionOfType(ControlRefusedException.class)
        .isThrownBy(() -> client.ask("no-such", Map.of()))
        .withMessage("there is no command no-such");
    // It goes on after each of them.
    assertThat(client.ask("echo", Map.of("text", "still here")).text("said"))
        .contains("still here");
  }

  @Test
  void aRequestForAnotherApplianceDoesNothing() throws Exception {
    start(LONG);
    ControlClient client = ControlClient.connect(socket, Path.of("/other"), LONG);
    open.add(client);

    assertThatExceptionOfType(ControlRefusedException.class)
        .isThrownBy(() -> client.ask("echo", Map.of()))
        .withMessage("this appliance has its state in /state, not in /other");
  }

  @Test
  void theFileIsForItsOwnerAndGroupOnlyAndGoesWithTheService() throws Exception {
    Files.writeString(socket, "of a process that was killed");
    ControlService service = start(LONG);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-rw----");
    service.close();
    assertThat(socket).doesNotExist();
  }

  @Test
  void strangersAreRefusedWhateverTheFileSays() {
    PeerCheck owner = new PeerCheck(1000, false);

    assertThat(owner.admits(1000)).isTrue();
    assertThat(owner.admits(0)).isTrue();
    assertThat(owner.admits(1001)).isFalse();
    assertThat(new PeerCheck(0, true).admits(1001)).isTrue();
  }

  @Test
  void aLineThatIsTooLongEndsTheConnection() throws Exception {
    start(LONG);
    SocketChannel peer = raw();

    write(peer, "x".repeat(ControlProtocol.MAX_REQUEST + 1));

    assertThat(readAll(peer)).contains("the request is too long");
  }

  @Test
  void whatIsNoRequestIsAnswered() throws Exception {
    start(LONG);
    SocketChannel peer = raw();

    write(peer, "hello\n");
    assertThat(readLine(peer)).contains("\"ok\":false").contains("not JSON");
    write(peer, "[]\n");
    assertThat(readLine(peer)).contains("a request is a JSON object");
    write(peer, "{\"state\":\"/state\"}\n");
    assertThat(readLine(peer)).contains("the request names no command");
  }

  @Test
  void aRequestBeforeTheAnswerEndsTheConnection() throws Exception {
    start(LONG);
    SocketChannel peer = raw();
    String request = "{\"command\":\"wait\",\"state\":\"/state\"}\n";

    write(peer, request + request);

    assertThat(readAll(peer)).contains("before the answer");
  }

  @Test
  void aSilentPeerIsPutOut() throws Exception {
    start(Duration.ofMillis(50));
    SocketChannel peer = raw();
    write(peer, "{\"comm");

    assertThat(readAll(peer)).isEmpty();
  }

  @Test
  void aPeerThatDoesNotListenIsPutOut() throws Exception {
    start(Duration.ofSeconds(2));
    SocketChannel peer = raw();
    write(peer, "{\"command\":\"long\",\"state\":\"/state\"}\n");

    // Four megabytes that nobody takes: what fits the kernel's buffer is all that comes.
    ControlClient other = client();
    assertThat(other.ask("echo", Map.of("text", "served")).text("said")).contains("served");
    while (peer.isOpen() && isStillConnected()) {
      Thread.onSpinWait();
    }
    assertThat(readAll(peer).length()).isLessThan(4 * 1024 * 1024);
  }

  /** As the kernel lists it: the listening socket and each accepted one. */
  private boolean isStillConnected() throws IOException {
    return Files.readString(Path.of("/proc/net/unix"))
            .lines()
            .filter(line -> line.endsWith(socket.toString()))
            .count()
        > 1;
  }

  @Test
  void connectionsAreCounted() throws Exception {
    start(LONG);
    List<ControlClient> sixteen = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      sixteen.add(client());
      sixteen.get(i).ask("echo", Map.of());
    }

    assertThat(readAll(raw())).contains("too many connections");

    sixteen.get(0).close();
    assertThat(sixteen.get(1).ask("echo", Map.of("text", "x")).text("said")).contains("x");
  }
}

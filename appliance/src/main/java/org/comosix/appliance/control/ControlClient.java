package org.comosix.appliance.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.comosix.appliance.control.ControlRefusedException.Kind;
import org.comosix.appliance.json.JsonReader;
import org.comosix.appliance.json.JsonSyntaxException;
import org.comosix.appliance.json.JsonValue;
import org.comosix.appliance.ops.Json;

/** Asks a running appliance. One thread. */
public final class ControlClient implements AutoCloseable {

  private final SocketChannel channel;
  private final Selector selector;
  private final String state;
  private final Duration patience;

  private ControlClient(SocketChannel channel, Selector selector, String state, Duration patience) {
    this.channel = channel;
    this.selector = selector;
    this.state = state;
    this.patience = patience;
  }

  /**
   * Connects.
   *
   * @param state the state directory that is meant
   * @param patience how long to wait for an answer
   * @throws IOException nobody listens there, or we may not ask
   */
  public static ControlClient connect(Path socket, Path state, Duration patience)
      throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new ControlClient(channel, selector, state.toString(), patience);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Asks and waits.
   *
   * @return the answer's {@code result}
   * @throws ControlRefusedException it was not done
   * @throws IOException the connection was lost, or no answer came in time
   */
  public JsonValue.Obj ask(String command, Map<String, ?> arguments)
      throws IOException, ControlRefusedException {
    Map<String, Object> request = new LinkedHashMap<>(arguments);
    request.put("command", command);
    request.put("state", state);
    send(Json.of(request).replace("\n", "") + "\n");
    return result(receive());
  }

  private void send(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
    if (bytes.remaining() > ControlProtocol.MAX_REQUEST) {
      throw new IllegalArgumentException("a request of " + bytes.remaining() + " bytes");
    }
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  private String receive() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer part = ByteBuffer.allocate(65_536);
    while (line.size() <= ControlProtocol.MAX_ANSWER) {
      await(SelectionKey.OP_READ);
      if (channel.read(part.clear()) < 0) {
        throw new IOException("the appliance closed the connection");
      }
      part.flip();
      while (part.hasRemaining()) {
        byte octet = part.get();
        if (octet == '\n') {
          return line.toString(StandardCharsets.US_ASCII);
        }
        line.write(octet);
      }
    }
    throw new IOException("the answer is too long");
  }

  private void await(int operation) throws IOException {
    channel.keyFor(selector).interestOps(operation);
    if (selector.select(patience.toMillis()) == 0) {
      throw new IOException("no answer within " + patience.toSeconds() + " s");
    }
    selector.selectedKeys().clear();
  }

  private static JsonValue.Obj result(String line) throws IOException, ControlRefusedException {
    try {
      if (JsonReader.read(line) instanceof JsonValue.Obj answer) {
        if (answer.flag("ok")
            && answer.member("result").orElse(answer) instanceof JsonValue.Obj result) {
          return result;
        }
        throw refusal(answer);
      }
    } catch (JsonSyntaxException e) {
      throw new IOException("the answer is not JSON: " + e.getMessage(), e);
    }
    throw new IOException("the answer is no JSON object");
  }

  private static ControlRefusedException refusal(JsonValue.Obj answer) {
    List<String> problems =
        answer.list("problems").stream()
            .map(problem -> problem instanceof JsonValue.Text text ? text.value() : "?")
            .toList();
    Kind kind =
        answer
            .text("kind")
            .map(word -> Kind.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Kind.FAILED);
    return new ControlRefusedException(kind, problems);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      selector.close();
    }
  }
}

package org.comosix.appliance.http.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.boot.BootFile;
import org.comosix.appliance.boot.NodeReports;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.http.HttpEvent;
import org.comosix.appliance.http.HttpLimits;
import org.comosix.appliance.http.HttpServer;
import org.comosix.appliance.testkit.BootLab;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service over real connections of the loopback interface. */
final class HttpServiceTest {

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");
  private static final int SECONDS_OF_PATIENCE = 10;
  private static final String HOST = "Host: 127.0.0.1\r\n";

  private Path directory;
  private final Map<String, BootFile> files = new HashMap<>();
  private final BlockingQueue<BootFact> facts = new LinkedBlockingQueue<>();
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private NettyRuntime runtime;
  private HttpService service;

  @BeforeEach
  void start(@TempDir Path temporary) {
    directory = temporary;
    runtime = new NettyRuntime(1);
    service = service(HttpLimits.DEFAULT);
  }

  private HttpService service(HttpLimits limits) {
    NodeReports reports =
        new NodeReports(new BootLab().targets(), facts::add, InstantSource.system());
    HttpServer server =
        new HttpServer(
            (name, address, from) -> Optional.ofNullable(files.get(name)),
            reports,
            Optional.of(directory.resolve("keys")),
            Map.of("v1/boots", () -> "[]"),
            List::of);
    HttpService made =
        new HttpService(
            runtime,
            List.of(LOOPBACK),
            0,
            server,
            facts::add,
            InstantSource.system(),
            disk,
            limits);
    made.start();
    return made;
  }

  private static HttpLimits limits(
      int connections, int ofClient, int requests, Duration request, Duration piece) {
    HttpLimits d = HttpLimits.DEFAULT;
    return new HttpLimits(
        connections,
        ofClient,
        requests,
        d.requestLine(),
        d.headerBytes(),
        d.bodyBytes(),
        request,
        piece);
  }

  @AfterEach
  void stop() {
    service.close();
    runtime.close();
    disk.shutdown();
  }

  @Test
  void sendsARegionWholeAndTellsTheObserver() throws Exception {
    byte[] content = putRegion("images/debian/7/vmlinuz", 5_000_000);

    HttpResponse<byte[]> response = get("/images/debian/7/vmlinuz");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("content-length")).hasValue(5_000_000);
    assertThat(response.headers().firstValue("transfer-encoding")).isEmpty();
    assertThat(response.body()).isEqualTo(content);
    BootFact fact = fact();
    assertThat(fact.stage()).isEqualTo(BootStage.KERNEL);
    assertThat(fact.detail()).isEqualTo("images/debian/7/vmlinuz 5000000 bytes by HTTP");
    assertThat(service.counters().of(HttpEvent.FILE_SENT)).isEqualTo(1);
  }

  @Test
  void sendsOneRange() throws Exception {
    byte[] content = putRegion("f", 3_000_000);

    HttpResponse<byte[]> response = get("/f", "Range", "bytes=1000000-2500000");

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.headers().firstValue("content-range"))
        .hasValue("bytes 1000000-2500000/3000000");
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(content, 1_000_000, 2_500_001));
    assertThat(facts).isEmpty();
  }

  @Test
  void headHasTheLengthAndNoBody() throws Exception {
    putRegion("f", 3_000_000);
    HttpRequest head =
        HttpRequest.newBuilder(uri("/f")).method("HEAD", BodyPublishers.noBody()).build();

    HttpResponse<byte[]> response = client.send(head, BodyHandlers.ofByteArray());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("content-length")).hasValue(3_000_000);
    assertThat(response.body()).isEmpty();
    assertThat(facts).isEmpty();
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderOnOneConnection() throws Exception {
    byte[] first = putRegion("a", 2_000_000);
    putBytes("b.ipxe", "#!ipxe\n");

    String received =
        exchange(
            "GET /a HTTP/1.1\r\n"
                + HOST
                + "\r\n"
                + "GET /b.ipxe HTTP/1.1\r\n"
                + HOST
                + "Connection: close\r\n\r\n");

    int endOfFirst = received.indexOf("\r\n\r\n") + 4 + first.length;
    assertThat(received.substring(endOfFirst)).startsWith("HTTP/1.1 200 OK").endsWith("#!ipxe\n");
    assertThat(service.counters().of(HttpEvent.CONNECTION)).isEqualTo(1);
    assertThat(service.counters().of(HttpEvent.REQUEST)).isEqualTo(2);
  }

  @Test
  void anHttp10ClientGetsItsAnswerAndTheEndOfTheConnection() throws Exception {
    Files.writeString(directory.resolve("keys"), "ssh-ed25519 AAAA root\n");
    assertThat(exchange("GET /node/authorized_keys HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK")
        .endsWith("\r\n\r\nssh-ed25519 AAAA root\n");
  }

  @Test
  void aNodeReportsItsStage() throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(uri("/node/v1/stage"))
            .POST(BodyPublishers.ofString("stage=ready\nname=pc1\nroot=nfs\nroot.ro=yes\n"))
            .build();

    assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    BootFact fact = fact();
    assertThat(fact.stage()).isEqualTo(BootStage.READY);
    assertThat(fact.detail()).isEqualTo("root=nfs root.ro=yes");
  }

  @Test
  void aRequestLineThatIsTooLongIsRefused() throws Exception {
    assertThat(exchange("GET /" + "a".repeat(5000) + " HTTP/1.1\r\n" + HOST + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(service.counters().of(HttpEvent.MALFORMED)).isEqualTo(1);
  }

  @Test
  void headersThatAreTooLongAreRefused() throws Exception {
    assertThat(exchange("GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(9000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws Exception {
    assertThat(
            exchange(
                "POST /node/v1/stage HTTP/1.1\r\n" + HOST + "Content-Length: 999999999\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(facts).isEmpty();
  }

  @Test
  void whatIsNotHttpIsRefused() throws Exception {
    assertThat(exchange("\u0016\u0003\u0001 hello\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void http11WithoutHostIsRefused() throws Exception {
    assertThat(exchange("GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void aConnectionOverTheClientsShareIsClosed() throws Exception {
    service.close();
    service = service(limits(100, 1, 100, Duration.ofSeconds(30), Duration.ofSeconds(30)));
    try (Socket first = connect()) {
      ask(first, "HEAD /a HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(first.getInputStream().read()).isEqualTo('H');
      assertThat(exchange("")).isEmpty();
      assertThat(service.counters().of(HttpEvent.TOO_MANY_CONNECTIONS_OF_CLIENT)).isEqualTo(1);
    }
  }

  @Test
  void aClientThatSaysNothingOrTricklesIsClosed() throws Exception {
    service.close();
    service = service(limits(100, 9, 100, Duration.ofMillis(100), Duration.ofSeconds(30)));
    try (Socket slow = connect()) {
      ask(slow, "GET / HT");
      assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(service.counters().of(HttpEvent.IDLE)).isEqualTo(1);
  }

  @Test
  void aClientThatStopsReadingIsClosedAndItsBootHasFailed() throws Exception {
    service.close();
    service = service(limits(100, 9, 100, Duration.ofSeconds(30), Duration.ofMillis(200)));
    putRegion("initrd", 64_000_000);
    try (Socket slow = connect()) {
      ask(slow, "GET /initrd HTTP/1.1\r\n" + HOST + "\r\n");
      BootFact fact = fact();
      assertThat(fact.stage()).isEqualTo(BootStage.FAILED);
      assertThat(fact.detail()).isEqualTo("initrd by HTTP: the connection broke off");
    }
    assertThat(service.counters().of(HttpEvent.STALLED)).isEqualTo(1);
  }

  @Test
  void tooManyRequestsInOneSecondAreRefused() throws Exception {
    service.close();
    service = service(limits(100, 9, 0, Duration.ofSeconds(30), Duration.ofSeconds(30)));
    assertThat(get("/").statusCode()).isEqualTo(429);
    assertThat(service.counters().of(HttpEvent.TOO_MANY_REQUESTS)).isEqualTo(1);
  }

  @Test
  void aFileThatBecameShorterEndsTheConnection() throws Exception {
    Path file = directory.resolve("short");
    Files.write(file, new byte[10]);
    BootFile.Region region = new BootFile.Region(file, 0);
    files.put("short", new BootFile("short", 1000, Instant.EPOCH, BootStage.KERNEL, region));

    assertThat(exchange("GET /short HTTP/1.1\r\n" + HOST + "\r\n")).isEmpty();
    assertThat(fact().stage()).isEqualTo(BootStage.FAILED);
    assertThat(service.counters().of(HttpEvent.CONTENT_UNREADABLE)).isEqualTo(1);
  }

  private void putBytes(String name, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    files.put(
        name,
        new BootFile(
            name, bytes.length, Instant.EPOCH, BootStage.SCRIPT, new BootFile.Bytes(bytes)));
  }

  private byte[] putRegion(String name, int size) throws IOException {
    byte[] content = new byte[size + 1000];
    new Random(1).nextBytes(content);
    Path file = directory.resolve(name.replace('/', '_'));
    Files.write(file, content);
    files.put(
        name,
        new BootFile(name, size, Instant.EPOCH, BootStage.KERNEL, new BootFile.Region(file, 600)));
    return Arrays.copyOfRange(content, 600, size + 600);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + service.listening().get(0).getPort() + path);
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private Socket connect() throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), service.listening().get(0).getPort());
    socket.setSoTimeout(SECONDS_OF_PATIENCE * 1000);
    return socket;
  }

  private static void ask(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Everything until the server closes. */
  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      ask(socket, request);
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private BootFact fact() throws InterruptedException {
    BootFact fact = facts.poll(SECONDS_OF_PATIENCE, TimeUnit.SECONDS);
    assertThat(fact).as("a boot fact").isNotNull();
    return fact;
  }
}

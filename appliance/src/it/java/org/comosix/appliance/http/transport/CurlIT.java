package org.comosix.appliance.http.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.comosix.appliance.http.HttpLimits;
import org.comosix.appliance.http.HttpServer;
import org.comosix.appliance.testkit.BootLab;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** curl, over loopback. */
final class CurlIT {

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");
  private static final int SIZE = 20_000_000;

  private Path directory;
  private byte[] content = new byte[0];
  private final Map<String, BootFile> files = new HashMap<>();
  private final BlockingQueue<BootFact> facts = new LinkedBlockingQueue<>();
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private NettyRuntime runtime;
  private HttpService service;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    directory = temporary;
    runtime = new NettyRuntime(1);
    HttpServer server =
        new HttpServer(
            (name, address, from) -> Optional.ofNullable(files.get(name)),
            new NodeReports(new BootLab().targets(), facts::add, InstantSource.system()),
            Optional.empty(),
            Map.of("v1/boots", () -> "[]\n"),
            List::of);
    service =
        new HttpService(
            runtime,
            List.of(LOOPBACK),
            0,
            server,
            facts::add,
            InstantSource.system(),
            disk,
            HttpLimits.DEFAULT);
    service.start();
    content = new byte[SIZE];
    new Random(7).nextBytes(content);
    Path file = Files.write(directory.resolve("source"), content);
    files.put(
        "images/debian/7/initrd",
        new BootFile(
            "images/debian/7/initrd",
            SIZE,
            Instant.ofEpochSecond(1_700_000_000),
            BootStage.INITRD,
            new BootFile.Region(file, 0)));
  }

  @AfterEach
  void stop() {
    service.close();
    runtime.close();
    disk.shutdown();
  }

  @Test
  void getsTheVeryBytes() throws Exception {
    curl("-o out URL/images/debian/7/initrd");
    assertThat(out()).isEqualTo(content);
    BootFact fact = facts.poll(10, TimeUnit.SECONDS);
    assertThat(fact).isNotNull();
    assertThat(fact.stage()).isEqualTo(BootStage.INITRD);
  }

  @Test
  void getsARange() throws Exception {
    String status = curl("-o out -w %{http_code} -r 1048000-5000000 URL/images/debian/7/initrd");
    assertThat(status).isEqualTo("206");
    assertThat(out()).isEqualTo(Arrays.copyOfRange(content, 1_048_000, 5_000_001));
  }

  @Test
  void goesOnWhereItWasBrokenOff() throws Exception {
    Files.write(directory.resolve("out"), Arrays.copyOf(content, 7_654_321));
    curl("-C - -o out URL/images/debian/7/initrd");
    assertThat(out()).isEqualTo(content);
  }

  @Test
  void headHasTheLength() throws Exception {
    assertThat(curl("-I URL/images/debian/7/initrd"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Length: 20000000\r\n")
        .contains("Last-Modified: Tue, 14 Nov 2023 22:13:20 GMT\r\n")
        .contains("Accept-Ranges: bytes\r\n");
  }

  @Test
  void whatDidNotChangeIsNotSentAgain() throws Exception {
    curl("--etag-save etag -o out URL/images/debian/7/initrd");
    assertThat(
            curl(
                "--etag-compare etag -o /dev/null -w %{http_code}:%{size_download} URL/images/debian/7/initrd"))
        .isEqualTo("304:0");
    assertThat(curl("-z '15 Nov 2023' -o /dev/null -w %{http_code} URL/images/debian/7/initrd"))
        .isEqualTo("304");
  }

  @Test
  void threeFilesComeOverOneConnection() throws Exception {
    String file = "URL/images/debian/7/initrd ";
    assertThat(curl("-w %{num_connects} -o out -o out -o out " + file + file + file))
        .isEqualTo("100");
  }

  @Test
  void pathsThatClimbLeadNowhere() throws Exception {
    for (String path :
        List.of("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/etc/passwd")) {
      assertThat(curl("--path-as-is -o /dev/null -w %{http_code} URL" + path))
          .as(path)
          .isIn("400", "404");
    }
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    assertThat(curl("-X DELETE -o /dev/null -w %{http_code} URL/images/debian/7/initrd"))
        .isEqualTo("501");
    assertThat(curl("-d x -o /dev/null -w %{http_code} URL/images/debian/7/initrd"))
        .isEqualTo("405");
    assertThat(curl("-o /dev/null -w %{http_code} URL/node/v1/stage")).isEqualTo("405");
  }

  @Test
  void aReportIsTaken() throws Exception {
    Files.writeString(directory.resolve("report"), "stage=init\nuptime=22.69\nroot=nfs\n");
    assertThat(curl("--data-binary @report -w %{http_code} URL/node/v1/stage")).isEqualTo("204");
    assertThat(curl("-d stage=nonsense -o /dev/null -w %{http_code} URL/node/v1/stage"))
        .isEqualTo("400");
    BootFact fact = facts.poll(10, TimeUnit.SECONDS);
    assertThat(fact).isNotNull();
    assertThat(fact.stage()).isEqualTo(BootStage.INIT);
    assertThat(facts).isEmpty();
  }

  @Test
  void theBootsAreReadFromThisMachine() throws Exception {
    assertThat(curl("URL/v1/boots")).isEqualTo("[]\n");
  }

  private byte[] out() throws IOException {
    return Files.readAllBytes(directory.resolve("out"));
  }

  private String curl(String arguments) throws Exception {
    String url = "http://127.0.0.1:" + service.listening().get(0).getPort();
    String command = "curl -sS --max-time 60 " + arguments.replace("URL", url);
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(command).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    return Files.readString(log);
  }
}

package org.comosix.appliance.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.boot.BootFile;
import org.comosix.appliance.boot.NodeReports;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.testkit.BootLab;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered to which request. */
final class HttpServerTest {

  private static final Ipv4Address SERVER = Ipv4Address.parse("10.77.0.1");
  private static final Ipv4Address NODE = Ipv4Address.parse("10.77.0.11");
  private static final Ipv4Address STRANGER = Ipv4Address.parse("192.0.2.1");
  private static final String MODIFIED = "Sun, 06 Nov 1994 08:49:37 GMT";
  private static final BootFile FILE =
      new BootFile(
          "a b.efi",
          10,
          Instant.parse("1994-11-06T08:49:37.5Z"),
          BootStage.BOOT_FILE,
          new BootFile.Bytes("0123456789".getBytes(UTF_8)));

  private final List<BootFact> facts = new ArrayList<>();
  private final Map<String, String> asked = new HashMap<>();
  private Path keys = Path.of("none");

  @BeforeEach
  void keys(@TempDir Path temporary) {
    keys = temporary.resolve("authorized_keys");
  }

  private HttpAnswer answer(
      Ipv4Address client, String method, String target, String body, String... headers) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      fields.put(headers[i], headers[i + 1]);
    }
    HttpServer server =
        new HttpServer(
            (name, to, from) -> {
              asked.put("server", to.toString());
              asked.put("client", from.toString());
              return name.equals("a b.efi") ? Optional.of(FILE) : Optional.empty();
            },
            new NodeReports(new BootLab().targets(), facts::add, InstantSource.system()),
            Optional.of(keys),
            Map.of("v1/boots", () -> "[]"),
            () -> List.of(Ipv4Subnet.parse("10.77.0.0/24")));
    return server.answer(
        new HttpQuery(method, target, fields, body.getBytes(UTF_8), SERVER, client));
  }

  private HttpAnswer get(String target, String... headers) {
    return answer(NODE, "GET", target, "", headers);
  }

  private static String text(HttpAnswer answer) {
    HttpAnswer.Bytes body = (HttpAnswer.Bytes) answer.body();
    return new String(body.bytes(), body.offset(), body.count(), UTF_8);
  }

  @Test
  void aFileComesWithAllThatUefiAndACacheWant() {
    HttpAnswer answer = get("/a%20b.efi");
    String etag = answer.headers().getOrDefault("ETag", "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("0123456789");
    assertThat(etag).matches("\"[0-9a-f]{24}\"");
    assertThat(answer.headers())
        .isEqualTo(
            Map.of(
                "Content-Type",
                "application/efi",
                "Last-Modified",
                MODIFIED,
                "ETag",
                etag,
                "Accept-Ranges",
                "bytes",
                "Cache-Control",
                "no-cache"));
    assertThat(answer.file()).hasValue(FILE);
    assertThat(answer.whole()).isTrue();
    assertThat(asked).isEqualTo(Map.of("server", "10.77.0.1", "client", "10.77.0.11"));
  }

  /** RFC 9112, section 3.2, and RFC 3986, section 2.1. */
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "/a%20b.efi, 200",
    "//a%20b.efi, 200",
    "/a%20b.efi?mac=1, 200",
    "http://10.77.0.1:80/a%20b.efi, 200",
    "/%61%20b.efi, 200",
    "/a%20b.ef, 404",
    "/, 404",
    "*, 404",
    "/a%2520b.efi, 404",
    "/a%2, 400",
    "/a%zz, 400",
    "/a%00b, 400",
    "/a%0d%0ab, 400",
    "/%ff, 400",
    "/../a%20b.efi, 400",
    "/%2e%2e/a%20b.efi, 400",
    "/x/.., 400",
    "/..x/a, 404"
  })
  void targets(String target, int status) {
    assertThat(get(target).status()).isEqualTo(status);
  }

  @Nested
  final class Ranges {

    /** RFC 9110, section 14.1.2. */
    @ParameterizedTest(name = "{0} is {1}: {2}")
    @CsvSource({
      "bytes=0-3, 206, 0123, bytes 0-3/10",
      "bytes=9-, 206, 9, bytes 9-9/10",
      "bytes=5-999, 206, 56789, bytes 5-9/10",
      "bytes=-3, 206, 789, bytes 7-9/10",
      "bytes=-999, 206, 0123456789, bytes 0-9/10",
      "Bytes=0-0, 206, 0, bytes 0-0/10",
      "bytes=10-, 416, 'the file has 10 bytes\n', bytes */10",
      "bytes=-0, 416, 'the file has 10 bytes\n', bytes */10",
      "bytes=3-2, 200, 0123456789, ",
      "'bytes=0-1,3-4', 200, 0123456789, ",
      "lines=0-1, 200, 0123456789, ",
      "bytes=a-b, 200, 0123456789, ",
      "bytes=-, 200, 0123456789, ",
      "bytes=99999999999999999999-, 200, 0123456789, "
    })
    void byTheBook(String range, int status, String body, String contentRange) {
      HttpAnswer answer = get("/a%20b.efi", "range", range);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(text(answer)).isEqualTo(body);
      assertThat(answer.headers().get("Content-Range")).isEqualTo(contentRange);
      assertThat(answer.whole()).isEqualTo(status != 416 && body.length() == 10);
    }

    @Test
    void headIgnoresRange() {
      assertThat(answer(NODE, "HEAD", "/a%20b.efi", "", "range", "bytes=0-1").status())
          .isEqualTo(200);
    }

    @ParameterizedTest(name = "If-Range: {0} is {1}")
    @CsvSource({"ETAG, 206", "'\"other\"', 200", "'" + MODIFIED + "', 206", "nonsense, 200"})
    void countsOnlyWhileTheFileIsTheSame(String ifRange, int status) {
      String tag = ifRange.equals("ETAG") ? etag() : ifRange;
      assertThat(get("/a%20b.efi", "range", "bytes=0-1", "if-range", tag).status())
          .isEqualTo(status);
    }
  }

  private String etag() {
    return get("/a%20b.efi").headers().getOrDefault("ETag", "");
  }

  /** RFC 9110, section 13.2.2. */
  @Nested
  final class Conditions {

    @ParameterizedTest(name = "If-None-Match: {0} is {1}")
    @CsvSource({
      "ETAG, 304",
      "W/ETAG, 304",
      "'\"other\", ETAG', 304",
      "*, 304",
      "'\"other\"', 200",
      "nonsense, 200"
    })
    void ifNoneMatch(String tags, int status) {
      HttpAnswer answer = get("/a%20b.efi", "if-none-match", tags.replace("ETAG", etag()));
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body().length()).isEqualTo(status == 304 ? 0 : 10);
    }

    @ParameterizedTest(name = "If-Modified-Since: {0} is {1}")
    @CsvSource({
      "'Sun, 06 Nov 1994 08:49:36 GMT', 200",
      "'Sun, 06 Nov 1994 08:49:37 GMT', 304",
      "'Mon, 07 Nov 1994 08:49:37 GMT', 304",
      "yesterday, 200"
    })
    void ifModifiedSince(String date, int status) {
      assertThat(get("/a%20b.efi", "if-modified-since", date).status()).isEqualTo(status);
    }

    @Test
    void ifNoneMatchGoesBeforeIfModifiedSince() {
      assertThat(
              get("/a%20b.efi", "if-none-match", "\"x\"", "if-modified-since", MODIFIED).status())
          .isEqualTo(200);
    }
  }

  @ParameterizedTest(name = "{0} {1} is {2}")
  @CsvSource({
    "PUT, /a%20b.efi, 501",
    "DELETE, /a%20b.efi, 501",
    "CONNECT, 10.77.0.1:80, 501",
    "OPTIONS, *, 501",
    "get, /a%20b.efi, 501",
    "POST, /a%20b.efi, 405",
    "POST, /v1/boots, 405",
    "GET, /node/v1/stage, 405",
    "HEAD, /node/v1/stage, 405"
  })
  void otherMethodsAreRefused(String method, String target, int status) {
    assertThat(answer(NODE, method, target, "stage=ready").status()).isEqualTo(status);
    assertThat(facts).isEmpty();
  }

  @Test
  void aReportIsTakenUnderTheAddressItCameFrom() {
    HttpAnswer answer = answer(NODE, "POST", "/node/v1/stage", "stage=ready\r\nroot=nfs\n\n");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(facts).hasSize(1);
    assertThat(facts.get(0).address()).isEqualTo(NODE);
    assertThat(facts.get(0).detail()).isEqualTo("root=nfs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "stage", "stage=", "stage=off", "=ready", "stage=ready\nno line", "\u0000=1"})
  void anotherBodyIsRefused(String body) {
    assertThat(answer(NODE, "POST", "/node/v1/stage", body).status()).isEqualTo(400);
    assertThat(facts).isEmpty();
  }

  @Test
  void aReportOfMoreThan128LinesIsRefused() {
    String body = "stage=ready\n" + "a=b\n".repeat(200);
    assertThat(answer(NODE, "POST", "/node/v1/stage", body).status()).isEqualTo(400);
  }

  @Test
  void whatANodeSaysCannotBreakALogLine() {
    answer(NODE, "POST", "/node/v1/stage", "stage=ready\nroot=a\u001b[2Jb\u0007\ninterface=x\n");
    assertThat(facts.get(0).detail()).isEqualTo("root=a?[2Jb?");
  }

  @Test
  void keysAreGivenWhereThereAreSome() throws Exception {
    assertThat(get("/node/authorized_keys").status()).isEqualTo(404);
    Files.writeString(keys, "ssh-ed25519 AAAA root\n");
    assertThat(text(get("/node/authorized_keys"))).isEqualTo("ssh-ed25519 AAAA root\n");
    Files.write(keys, new byte[64 * 1024 + 1]);
    assertThat(get("/node/authorized_keys").status()).isEqualTo(500);
  }

  @Test
  void bootsAreForOurOwnNetworks() {
    assertThat(text(answer(NODE, "GET", "/v1/boots", ""))).isEqualTo("[]");
    assertThat(text(answer(Ipv4Address.parse("127.0.0.9"), "GET", "/v1/boots", "")))
        .isEqualTo("[]");
    assertThat(text(answer(SERVER, "GET", "/v1/boots", ""))).isEqualTo("[]");
    assertThat(answer(STRANGER, "GET", "/v1/boots", "").status()).isEqualTo(403);
  }
}

package org.comosix.appliance.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.comosix.appliance.boot.BootFiles;
import org.comosix.appliance.boot.NodeReports;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * Decides what to answer to one request. Any thread.
 *
 * <table>
 * <caption>Paths</caption>
 * <tr><td>{@code POST /node/v1/stage}</td><td>a node reports how far it is</td></tr>
 * <tr><td>{@code GET /node/authorized_keys}</td><td>root's SSH keys for every node</td></tr>
 * <tr><td>{@code GET /v1/boots}, {@code /v1/nodes}</td><td>JSON, for our own networks</td></tr>
 * <tr><td>{@code GET} anything else</td><td>a boot file</td></tr>
 * </table>
 */
public final class HttpServer {

  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
  private static final String STAGE = "node/v1/stage";
  private static final String AUTHORIZED_KEYS = "node/authorized_keys";
  private static final int MAX_KEYS_BYTES = 64 * 1024;
  private static final Ipv4Subnet LOOPBACK = Ipv4Subnet.parse("127.0.0.0/8");

  private final BootFiles files;
  private final NodeReports reports;
  private final Optional<Path> authorizedKeys;
  private final Map<String, Supplier<String>> documents;
  private final Supplier<List<Ipv4Subnet>> readers;

  /**
   * @param authorizedKeys public keys, in the form of authorized_keys(5); at most 64 KiB
   * @param documents JSON by path, such as {@code v1/boots}
   * @param readers who may read the documents at this moment, besides this machine itself
   */
  public HttpServer(
      BootFiles files,
      NodeReports reports,
      Optional<Path> authorizedKeys,
      Map<String, Supplier<String>> documents,
      Supplier<List<Ipv4Subnet>> readers) {
    this.files = files;
    this.reports = reports;
    this.authorizedKeys = authorizedKeys;
    this.documents = Map.copyOf(documents);
    this.readers = readers;
  }

  public HttpAnswer answer(HttpQuery query) {
    if (!METHODS.contains(query.method())) {
      return HttpAnswer.text(501, "only GET, HEAD and POST are served");
    }
    Optional<String> path = TargetPath.of(query.target());
    if (path.isEmpty()) {
      return HttpAnswer.text(400, "the request target is not a path");
    }
    if (path.get().equals(STAGE)) {
      return query.method().equals("POST") ? report(query) : notAllowed("POST");
    }
    return query.reads() ? read(query, path.get()) : notAllowed("GET, HEAD");
  }

  private HttpAnswer read(HttpQuery query, String path) {
    if (path.equals(AUTHORIZED_KEYS)) {
      return keys();
    }
    Supplier<String> document = documents.get(path);
    if (document != null) {
      return mayRead(query)
          ? json(document.get())
          : HttpAnswer.text(403, "for the served networks only");
    }
    return files
        .find(path, query.server(), query.client())
        .map(file -> FileAnswers.answer(query, file))
        .orElseGet(() -> HttpAnswer.text(404, "no such file"));
  }

  private HttpAnswer report(HttpQuery query) {
    boolean taken =
        ReportBody.parse(query.body())
            .filter(facts -> reports.report(query.client(), facts))
            .isPresent();
    return taken
        ? HttpAnswer.empty(204)
        : HttpAnswer.text(400, "expected lines key=value with stage=init, ready or shutdown");
  }

  private HttpAnswer keys() {
    try {
      if (authorizedKeys.isEmpty() || !Files.isRegularFile(authorizedKeys.get())) {
        return HttpAnswer.text(404, "no keys are configured");
      }
      if (Files.size(authorizedKeys.get()) > MAX_KEYS_BYTES) {
        return HttpAnswer.text(500, "the file of keys is over 64 KiB");
      }
      byte[] keys = Files.readAllBytes(authorizedKeys.get());
      return HttpAnswer.of(
          200, new HttpAnswer.Bytes(keys), "Content-Type", "text/plain; charset=utf-8");
    } catch (IOException e) {
      return HttpAnswer.text(500, "the file of keys cannot be read");
    }
  }

  private boolean mayRead(HttpQuery query) {
    return LOOPBACK.contains(query.client())
        || query.client().equals(query.server())
        || readers.get().stream().anyMatch(subnet -> subnet.contains(query.client()));
  }

  private static HttpAnswer json(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    return HttpAnswer.of(
        200,
        new HttpAnswer.Bytes(bytes),
        "Content-Type",
        "application/json",
        "Cache-Control",
        "no-store");
  }

  private static HttpAnswer notAllowed(String allowed) {
    return HttpAnswer.text(405, "allowed: " + allowed).with("Allow", allowed);
  }
}

package org.comosix.appliance.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.boot.BootFile;

/**
 * One answer. Content-Length is the body's, and is added by who sends it.
 *
 * @param headers in the order in which they are sent
 * @param file the boot file whose content this is, or part of it
 * @param whole the body is all of {@code file}
 */
public record HttpAnswer(
    int status, Map<String, String> headers, Body body, Optional<BootFile> file, boolean whole) {

  /** What is sent. */
  public sealed interface Body {
    long length();
  }

  /** From memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Bytes(byte[] bytes, int offset, int count) implements Body {
    public Bytes(byte[] bytes) {
      this(bytes, 0, bytes.length);
    }

    @Override
    public long length() {
      return count;
    }
  }

  /** By sendfile. */
  public record Region(Path file, long offset, long length) implements Body {}

  static final Body EMPTY = new Bytes(new byte[0]);

  /** A short text; a refusal says why. */
  public static HttpAnswer text(int status, String text) {
    Body body = new Bytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    return of(status, body, "Content-Type", "text/plain; charset=utf-8");
  }

  /** Nothing but a status and headers. */
  static HttpAnswer empty(int status, String... namesAndValues) {
    return of(status, EMPTY, namesAndValues);
  }

  static HttpAnswer of(int status, Body body, String... namesAndValues) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new HttpAnswer(
        status, Collections.unmodifiableMap(headers), body, Optional.empty(), false);
  }

  HttpAnswer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpAnswer(status, Collections.unmodifiableMap(more), body, file, whole);
  }

  HttpAnswer carrying(BootFile served, boolean all) {
    return new HttpAnswer(status, headers, body, Optional.of(served), all);
  }
}

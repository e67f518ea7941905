package org.comosix.appliance.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.comosix.appliance.boot.BootFile;

/**
 * A file as an answer: whole, a part, or not at all because the client has it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2">RFC 9110, section 13.2.2</a>
 */
final class FileAnswers {

  private static final int ETAG_BYTES = 12;

  private FileAnswers() {}

  static HttpAnswer answer(HttpQuery query, BootFile file) {
    String etag = etag(file);
    if (hasItAlready(query, file, etag)) {
      return described(HttpAnswer.empty(304), file, etag);
    }
    ByteRange.Wish wish = wish(query, file, etag);
    if (wish instanceof ByteRange.Unsatisfiable) {
      return HttpAnswer.text(416, "the file has " + file.size() + " bytes")
          .with("Content-Range", "bytes */" + file.size());
    }
    if (wish instanceof ByteRange.Part part) {
      ByteRange range = part.range();
      String contentRange = "bytes " + range.first() + "-" + range.last() + "/" + file.size();
      HttpAnswer answer = content(206, file, range.first(), range.length());
      return described(answer, file, etag)
          .with("Content-Range", contentRange)
          .carrying(file, range.length() == file.size());
    }
    return described(content(200, file, 0, file.size()), file, etag).carrying(file, true);
  }

  private static boolean hasItAlready(HttpQuery query, BootFile file, String etag) {
    Optional<String> known = query.header("if-none-match");
    if (known.isPresent()) {
      return known.get().equals("*")
          || Arrays.stream(known.get().split(",", -1))
              .anyMatch(tag -> tag.strip().replaceFirst("^W/", "").equals(etag));
    }
    return query
        .header("if-modified-since")
        .flatMap(HttpDate::parse)
        .filter(since -> !modified(file).isAfter(since))
        .isPresent();
  }

  /** Range counts for GET only, and only while If-Range still names what we have. */
  private static ByteRange.Wish wish(HttpQuery query, BootFile file, String etag) {
    boolean same =
        query
            .header("if-range")
            .map(
                tag ->
                    tag.equals(etag)
                        || HttpDate.parse(tag).filter(modified(file)::equals).isPresent())
            .orElse(true);
    return query.isHead() || !same
        ? new ByteRange.Whole()
        : ByteRange.parse(query.header("range"), file.size());
  }

  private static HttpAnswer content(int status, BootFile file, long offset, long length) {
    if (file.content() instanceof BootFile.Region region) {
      long start = region.offset() + offset;
      return HttpAnswer.of(status, new HttpAnswer.Region(region.file(), start, length));
    }
    byte[] bytes = ((BootFile.Bytes) file.content()).bytes();
    return HttpAnswer.of(status, new HttpAnswer.Bytes(bytes, (int) offset, (int) length));
  }

  private static HttpAnswer described(HttpAnswer answer, BootFile file, String etag) {
    return answer
        .with("Content-Type", mediaType(file.name()))
        .with("Last-Modified", HttpDate.format(file.modified()))
        .with("ETag", etag)
        .with("Accept-Ranges", "bytes")
        // A generated script says another thing as soon as another generation is published.
        .with("Cache-Control", "no-cache");
  }

  /** UEFI HTTP Boot goes by the type where the name does not end in .efi. */
  static String mediaType(String name) {
    if (name.endsWith(".efi")) {
      return "application/efi";
    }
    return name.endsWith(".ipxe") ? "text/plain; charset=us-ascii" : "application/octet-stream";
  }

  /** Strong: equal tags mean equal bytes. */
  private static String etag(BootFile file) {
    MessageDigest digest = sha256();
    if (file.content() instanceof BootFile.Bytes generated) {
      digest.update(generated.bytes());
    } else {
      String identity = file.content() + " " + file.size() + " " + file.modified();
      digest.update(identity.getBytes(StandardCharsets.UTF_8));
    }
    return '"' + HexFormat.of().formatHex(digest.digest(), 0, ETAG_BYTES) + '"';
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static Instant modified(BootFile file) {
    return file.modified().truncatedTo(ChronoUnit.SECONDS);
  }
}

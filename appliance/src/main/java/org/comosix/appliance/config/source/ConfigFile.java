package org.comosix.appliance.config.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.Spot;

/** Gets a configuration file's text off the disk. */
final class ConfigFile {

  /** 20 000 nodes fit. */
  static final int MAX_BYTES = 4 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final Optional<String> NO_HINT = Optional.empty();

  /**
   * The text, or what is wrong.
   *
   * @param text empty when there are problems
   */
  record Content(String text, List<ConfigProblem> problems) {}

  private ConfigFile() {}

  static Content read(Path file) {
    if (Files.isDirectory(file)) {
      return refused(file, "this is a directory", Optional.of("name the file in it"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES
          ? refused(file, "the file has more than " + MAX_BYTES + " bytes", NO_HINT)
          : decode(file, bytes);
    } catch (NoSuchFileException e) {
      String hint = "write it, starting from the commented example conf/appliance.toml";
      return refused(file, "there is no such file", Optional.of(hint));
    } catch (AccessDeniedException e) {
      String hint = "run as root, or let this user read it";
      return refused(file, "no permission to read it", Optional.of(hint));
    } catch (IOException e) {
      return refused(file, "cannot be read: " + e.getMessage(), NO_HINT);
    }
  }

  private static Content decode(Path file, byte[] bytes) {
    if (bytes.length >= 2 && (bytes[0] & 0xff) + (bytes[1] & 0xff) == 0xff + 0xfe) {
      return refused(file, "the text is UTF-16", Optional.of("save it as UTF-8"));
    }
    List<ConfigProblem> problems = undecodable(file, bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
      text = text.substring(1);
    }
    if (text.isBlank()) {
      String hint = "start from the commented example conf/appliance.toml";
      return refused(file, "the file is empty", Optional.of(hint));
    }
    return problems.isEmpty() ? new Content(text, List.of()) : new Content("", problems);
  }

  private static List<ConfigProblem> undecodable(Path file, byte[] bytes) {
    List<ConfigProblem> problems = new ArrayList<>();
    int line = 1;
    for (int start = 0; start < bytes.length; line++) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      int lineNumber = line;
      badByte(bytes, start, end).ifPresent(spot -> problems.add(notUtf8(file, lineNumber, spot)));
      start = end + 1;
    }
    return problems;
  }

  private record BadByte(int column, int value, String line) {}

  private static Optional<BadByte> badByte(byte[] bytes, int start, int end) {
    String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    ByteBuffer left = ByteBuffer.wrap(bytes, start, end - start);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(left);
      return Optional.empty();
    } catch (CharacterCodingException e) {
      String good = new String(bytes, start, left.position() - start, StandardCharsets.UTF_8);
      int column = good.codePointCount(0, good.length()) + 1;
      return Optional.of(new BadByte(column, bytes[left.position()] & 0xff, line.stripTrailing()));
    }
  }

  private static ConfigProblem notUtf8(Path file, int line, BadByte bad) {
    Spot spot = new Spot(line, bad.column(), 1, bad.line());
    String message = "the byte 0x%02x is not UTF-8".formatted(bad.value());
    return new ConfigProblem(
        file, Optional.of(spot), message, Optional.of("save the file as UTF-8"), Optional.empty());
  }

  private static Content refused(Path file, String message, Optional<String> hint) {
    return new Content("", List.of(ConfigProblem.ofFile(file, message, hint)));
  }
}

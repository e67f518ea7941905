package org.comosix.appliance.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the whole lines that a program has added to its log since the last look. */
final class LogFollower {

  private static final int CHUNK = 64 * 1024;

  private final Path log;
  private long position;
  private String unfinished = "";

  LogFollower(Path log) {
    this.log = log;
  }

  List<String> newLines() {
    String text = unfinished + readOn();
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      lines.add(text.substring(start, end));
      start = end + 1;
    }
    unfinished = text.substring(start);
    return lines;
  }

  private String readOn() {
    if (!Files.exists(log)) {
      return "";
    }
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      channel.position(position);
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
      int read = channel.read(buffer);
      position += Math.max(read, 0);
      return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }
}

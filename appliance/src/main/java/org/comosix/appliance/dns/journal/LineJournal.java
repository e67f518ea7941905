package org.comosix.appliance.dns.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of lines, each behind its CRC-32C, to which lines are added. A line counts as a whole or
 * not at all; one that is damaged is left out, and so is a torn one at the end. Leases are not kept
 * so.
 *
 * <p>One thread, which must not be interrupted: that would close the file.
 */
public final class LineJournal implements AutoCloseable {

  private static final int CHECKSUM_DIGITS = 8;

  private final Path file;
  private FileChannel channel;
  private long lines;
  private boolean broken;

  private LineJournal(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a journal, or makes an empty one, and tells its lines.
   *
   * @param file its directory is made when it is not there
   */
  public static LineJournal open(Path file, Consumer<String> lines) throws IOException {
    Optional<Path> directory = Optional.ofNullable(file.getParent());
    if (directory.isPresent()) {
      Files.createDirectories(directory.get());
    }
    boolean fresh = !Files.exists(file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    LineJournal journal = new LineJournal(file, channel);
    if (fresh) {
      // Or lines that were forced would be in a file that a power cut leaves without a name.
      force(file.resolveSibling("."));
      force(file.resolveSibling(".."));
    }
    journal.read(lines);
    return journal;
  }

  /**
   * Tells the lines of a file without changing it: it may be the one of a process that runs.
   *
   * @return how many lines are damaged, not counting a torn one at the end
   */
  public static long read(Path file, Consumer<String> told) throws IOException {
    long[] damaged = new long[1];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      each(content(channel), line -> whole(line).ifPresentOrElse(told, () -> damaged[0]++));
    }
    return damaged[0];
  }

  private void read(Consumer<String> told) throws IOException {
    int end =
        each(
            content(channel),
            line -> {
              lines++;
              whole(line).ifPresent(told);
            });
    channel.truncate(end);
    channel.position(end);
  }

  private static String content(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (content.hasRemaining() && channel.read(content) >= 0) {
      // until its end
    }
    return StandardCharsets.ISO_8859_1.decode(content.flip()).toString();
  }

  /** Says where the last whole line ends. */
  private static int each(String text, Consumer<String> line) {
    int at = 0;
    int end;
    while ((end = text.indexOf('\n', at)) >= 0) {
      line.accept(text.substring(at, end));
      at = end + 1;
    }
    return at;
  }

  private static Optional<String> whole(String line) {
    return Optional.of(line)
        .filter(full -> full.length() > CHECKSUM_DIGITS)
        .map(full -> full.substring(CHECKSUM_DIGITS + 1))
        .filter(rest -> line.startsWith(checksum(rest)));
  }

  private static String checksum(String line) {
    CRC32C checksum = new CRC32C();
    checksum.update(line.getBytes(StandardCharsets.ISO_8859_1));
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }

  private static ByteBuffer encoded(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(checksum(line)).append(' ').append(line).append('\n'));
    return StandardCharsets.ISO_8859_1.encode(text.toString());
  }

  /** How many lines are in the file. */
  public long lines() {
    return lines;
  }

  /** After a failure nothing can be added until the whole is written anew. */
  public boolean isBroken() {
    return broken;
  }

  /**
   * Adds lines at the end.
   *
   * @param durable forces them, and all before them, to the disk
   * @throws IOException it failed, and the lines are not in the file as far as that can be had;
   *     {@link #rewrite} is next
   */
  public void append(List<String> more, boolean durable) throws IOException {
    broken = true;
    long end = channel.position();
    try {
      write(channel, encoded(more));
      if (durable) {
        channel.force(false);
      }
    } catch (IOException e) {
      takeBack(end, e);
      throw e;
    }
    lines += more.size();
    broken = false;
  }

  private void takeBack(long end, IOException why) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** Puts a file with these lines only in place of the old one, durably. */
  public void rewrite(List<String> all) throws IOException {
    broken = true;
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    FileChannel next =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      write(next, encoded(all));
      next.force(true);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      force(file.resolveSibling("."));
    } catch (IOException e) {
      next.close();
      throw e;
    }
    channel.close();
    channel = next;
    lines = all.size();
    broken = false;
  }

  private static void force(Path path) throws IOException {
    try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

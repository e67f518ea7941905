package org.comosix.appliance.dhcp.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Counts the packets that the kernel dropped because its buffer for a socket was full. Nobody else
 * would: the socket itself does not tell.
 *
 * <p>Reads {@code /proc/net/udp}, whose last column it is; see proc(5).
 */
final class SocketDrops {

  private static final Path PROC = Path.of("/proc/self");
  private static final int INODE_COLUMN = 9;

  private final Path proc;
  private final int descriptor;
  private long seen;

  /** Of one of our own sockets. */
  SocketDrops(int descriptor) {
    this(PROC, descriptor);
  }

  /** Of the socket of another process, for tests. */
  SocketDrops(Path proc, int descriptor) {
    this.proc = proc;
    this.descriptor = descriptor;
  }

  /** How many since the last question; 0 where the system does not say. */
  long more() {
    try (Stream<String> lines = Files.lines(proc.resolve("net/udp"))) {
      String inode = inode();
      long total = lines.mapToLong(line -> drops(line, inode)).sum();
      long more = total - seen;
      seen = total;
      return Math.max(0, more);
    } catch (IOException e) {
      return 0;
    }
  }

  /** From the link {@code socket:[4711]}. */
  private String inode() throws IOException {
    String link = Files.readSymbolicLink(proc.resolve("fd/" + descriptor)).toString();
    return link.substring(link.indexOf('[') + 1, link.length() - 1);
  }

  private static long drops(String line, String inode) {
    String[] columns = line.strip().split("\\s+", -1);
    return columns.length > INODE_COLUMN && columns[INODE_COLUMN].equals(inode)
        ? Long.parseLong(columns[columns.length - 1])
        : 0;
  }
}

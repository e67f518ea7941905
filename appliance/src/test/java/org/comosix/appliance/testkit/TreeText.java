package org.comosix.appliance.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.GenerationFileSystem.DirectoryCursor;
import org.comosix.appliance.image.InodeAttributes;

/**
 * A tree as one line of text a path, from a generation or from a directory on disk: kind, mode,
 * links, time, size, content, and which paths are one inode. Names are told byte by byte
 * (ISO-8859-1).
 */
public final class TreeText {

  private TreeText() {}

  public static SortedMap<String, String> of(GenerationFileSystem tree) {
    SortedMap<String, String> lines = new TreeMap<>();
    Map<Object, String> first = new HashMap<>();
    lines.put("/", line(tree, GenerationFileSystem.ROOT));
    add(tree, GenerationFileSystem.ROOT, "/", lines);
    SortedMap<String, Object> inodes = new TreeMap<>();
    inodes(tree, GenerationFileSystem.ROOT, "/", inodes);
    return linked(lines, inodes, first);
  }

  private static void add(
      GenerationFileSystem tree, long directory, String path, Map<String, String> lines) {
    DirectoryCursor cursor = tree.entries(directory, 0);
    while (cursor.next()) {
      String child = path + StandardCharsets.ISO_8859_1.decode(cursor.name());
      lines.put(child, line(tree, cursor.inode()));
      if (tree.kind(cursor.inode()) == FileKind.DIRECTORY) {
        add(tree, cursor.inode(), child + "/", lines);
      }
    }
  }

  private static void inodes(
      GenerationFileSystem tree, long directory, String path, Map<String, Object> inodes) {
    DirectoryCursor cursor = tree.entries(directory, 0);
    while (cursor.next()) {
      String child = path + StandardCharsets.ISO_8859_1.decode(cursor.name());
      if (tree.kind(cursor.inode()) == FileKind.DIRECTORY) {
        inodes(tree, cursor.inode(), child + "/", inodes);
      } else {
        inodes.put(child, cursor.inode());
      }
    }
  }

  private static SortedMap<String, String> linked(
      SortedMap<String, String> lines, SortedMap<String, Object> inodes, Map<Object, String> seen) {
    inodes.forEach(
        (path, inode) -> {
          String first = seen.putIfAbsent(inode, path);
          if (first != null) {
            lines.merge(path, " same as " + first, String::concat);
          }
        });
    return lines;
  }

  private static String line(GenerationFileSystem tree, long inode) {
    InodeAttributes a = tree.attributes(inode);
    String more =
        switch (a.kind()) {
          case REGULAR -> a.size() + " bytes, hash " + hash(tree, inode, a.size());
          case SYMLINK -> "to " + StandardCharsets.ISO_8859_1.decode(tree.target(inode));
          case CHARACTER_DEVICE, BLOCK_DEVICE -> a.rdevMajor() + "," + a.rdevMinor();
          default -> "";
        };
    return text(a.kind(), a.permissions(), a.nlink(), a.mtimeSeconds(), a.mtimeNanos(), more);
  }

  private static int hash(GenerationFileSystem tree, long inode, long size) {
    int hash = 1;
    for (long at = 0; at < size; ) {
      ByteBuffer part = tree.read(inode, at, 1 << 20);
      at += part.remaining();
      while (part.hasRemaining()) {
        hash = 31 * hash + part.get();
      }
    }
    return hash;
  }

  /** Times are cut to whole seconds by formats that hold no fraction. */
  private static String text(
      FileKind kind, int mode, int nlink, long seconds, int nanos, String more) {
    return "%s %o links %d at %d.%09d %s".formatted(kind, mode, nlink, seconds, nanos, more);
  }

  /** What {@code stat} and {@code readlink} tell of a directory on disk. */
  public static SortedMap<String, String> of(Path root, boolean wholeSeconds) {
    SortedMap<String, String> lines = new TreeMap<>();
    SortedMap<String, Object> inodes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        String path = "/" + root.relativize(file);
        lines.put(path, line(file, wholeSeconds));
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          inodes.put(path, Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return linked(lines, inodes, new HashMap<>());
  }

  private static String line(Path file, boolean wholeSeconds) throws IOException {
    int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    int nlink = (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    Instant time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    FileKind kind =
        switch (mode >> 12) {
          case 1 -> FileKind.FIFO;
          case 4 -> FileKind.DIRECTORY;
          case 8 -> FileKind.REGULAR;
          case 10 -> FileKind.SYMLINK;
          default -> throw new AssertionError("kind of " + file);
        };
    String more = "";
    if (kind == FileKind.REGULAR) {
      byte[] content = Files.readAllBytes(file);
      more = content.length + " bytes, hash " + Arrays.hashCode(content);
    } else if (kind == FileKind.SYMLINK) {
      more = "to " + Files.readSymbolicLink(file);
    }
    int nanos = wholeSeconds ? 0 : time.getNano();
    return text(kind, mode & 07777, nlink, time.getEpochSecond(), nanos, more);
  }
}

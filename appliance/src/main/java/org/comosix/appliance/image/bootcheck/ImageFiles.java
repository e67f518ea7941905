package org.comosix.appliance.image.bootcheck;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.GenerationFileSystem.DirectoryCursor;

/** The files of a generation by path, as a process whose root it is would find them. */
final class ImageFiles {

  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  private final GenerationFileSystem tree;

  ImageFiles(GenerationFileSystem tree) {
    this.tree = tree;
  }

  /** The inode a path leads to, all symbolic links followed inside the image. */
  OptionalLong resolve(String path) {
    return resolve(path, true);
  }

  /** Without following the last name where it is a symbolic link. */
  OptionalLong resolveLink(String path) {
    return resolve(path, false);
  }

  private OptionalLong resolve(String path, boolean followLast) {
    Deque<String> names = new ArrayDeque<>(split(path));
    long at = GenerationFileSystem.ROOT;
    int links = 0;
    while (!names.isEmpty()) {
      String name = names.remove();
      if (tree.kind(at) != FileKind.DIRECTORY) {
        return OptionalLong.empty();
      }
      if (name.equals("..")) {
        at = tree.parent(at);
        continue;
      }
      long next = tree.lookup(at, ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
      if (next == GenerationFileSystem.NOT_FOUND) {
        return OptionalLong.empty();
      }
      if (tree.kind(next) != FileKind.SYMLINK || (names.isEmpty() && !followLast)) {
        at = next;
        continue;
      }
      if (++links > MAX_LINKS) {
        return OptionalLong.empty();
      }
      String target = StandardCharsets.UTF_8.decode(tree.target(next)).toString();
      List<String> more = split(target);
      for (int i = more.size() - 1; i >= 0; i--) {
        names.addFirst(more.get(i));
      }
      at = target.startsWith("/") ? GenerationFileSystem.ROOT : at;
    }
    return OptionalLong.of(at);
  }

  private static List<String> split(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(name -> !name.isEmpty() && !name.equals("."))
        .toList();
  }

  /** The names in a directory; empty where there is none. */
  List<String> list(String directory) {
    OptionalLong inode = resolve(directory);
    if (inode.isEmpty() || tree.kind(inode.getAsLong()) != FileKind.DIRECTORY) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    DirectoryCursor cursor = tree.entries(inode.getAsLong(), 0);
    while (cursor.next()) {
      names.add(StandardCharsets.UTF_8.decode(cursor.name()).toString());
    }
    return names;
  }

  boolean isDirectory(String path) {
    OptionalLong inode = resolve(path);
    return inode.isPresent() && tree.kind(inode.getAsLong()) == FileKind.DIRECTORY;
  }

  /** The regular file a path leads to. */
  Optional<Long> regular(String path) {
    OptionalLong inode = resolve(path);
    return inode.isPresent() && tree.kind(inode.getAsLong()) == FileKind.REGULAR
        ? Optional.of(inode.getAsLong())
        : Optional.empty();
  }

  GenerationFileSystem tree() {
    return tree;
  }
}

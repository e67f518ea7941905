package org.comosix.appliance.image.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.comosix.appliance.image.ImageRefusedException;

/** A path below the image's root, checked: it cannot lead anywhere else. */
public record TreePath(List<Name> names) {

  /** PATH_MAX of Linux, less its NUL. */
  public static final int MAX_LENGTH = 4095;

  public TreePath {
    names = List.copyOf(names);
  }

  public static TreePath parse(String path) {
    return parse(path.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads {@code ./usr/bin/} or {@code usr/bin}; the root is {@code .}.
   *
   * @throws ImageRefusedException an absolute path, {@code ..}, a NUL, or something too long
   */
  public static TreePath parse(byte[] path) {
    if (path.length > MAX_LENGTH) {
      throw refused(path, "is longer than " + MAX_LENGTH + " bytes");
    }
    if (path.length > 0 && path[0] == '/') {
      throw refused(path, "is absolute: make the archive with names relative to its root");
    }
    List<Name> names = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        component(path, start, i, names);
        start = i + 1;
      }
    }
    return new TreePath(names);
  }

  private static void component(byte[] path, int start, int end, List<Name> names) {
    int length = end - start;
    if (length == 0 || (length == 1 && path[start] == '.')) {
      return;
    }
    if (length == 2 && path[start] == '.' && path[start + 1] == '.') {
      throw refused(path, "leads upwards by \"..\"");
    }
    if (length > Name.MAX_LENGTH) {
      throw refused(path, "has a name longer than " + Name.MAX_LENGTH + " bytes");
    }
    byte[] name = Arrays.copyOfRange(path, start, end);
    for (byte b : name) {
      if (b == 0) {
        throw refused(path, "holds a NUL byte");
      }
    }
    names.add(new Name(name));
  }

  private static ImageRefusedException refused(byte[] path, String why) {
    byte[] shown = path.length > 256 ? Arrays.copyOf(path, 256) : path;
    return new ImageRefusedException("entry \"" + Name.printable(shown) + "\" " + why);
  }

  boolean isRoot() {
    return names.isEmpty();
  }

  @Override
  public String toString() {
    return isRoot() ? "." : String.join("/", names.stream().map(Name::toString).toList());
  }
}

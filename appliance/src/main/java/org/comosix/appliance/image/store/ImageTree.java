package org.comosix.appliance.image.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.image.ImageRefusedException;
import org.comosix.appliance.image.ImportLimits;

/**
 * The tree of a generation while it is being imported. What is put later replaces what was there,
 * as unpacking an archive would; nothing is followed through a symbolic link. One thread.
 */
public final class ImageTree {

  private static final Metadata IMPLIED = new Metadata(0755, 0, 0, 0, 0, Map.of());

  private final ImportLimits limits;
  private final Node root = new Node(IMPLIED, new Body.Directory());
  private int names;
  private long contentBytes;

  public ImageTree(ImportLimits limits) {
    this.limits = limits;
  }

  /** Puts an inode of its own at a path, making directories that are missing on the way. */
  public void put(TreePath path, Metadata metadata, Body body) {
    if (path.isRoot()) {
      requireThat(body instanceof Body.Directory, path, "the root is a directory");
      root.metadata = metadata;
      return;
    }
    Node directory = directoryFor(path);
    Name name = last(path);
    Node there = directory.children().get(name);
    if (there != null && there.isDirectory() && body instanceof Body.Directory) {
      there.metadata = metadata;
      return;
    }
    if (body instanceof Body.Regular regular) {
      contentBytes += regular.content().size();
      requireThat(
          contentBytes <= limits.maxContentBytes(),
          path,
          "brings the content to more than " + limits.maxContentBytes() + " bytes");
    }
    place(directory, name, path, new Node(metadata, body));
  }

  /** Gives an inode that is there another name. */
  public void link(TreePath path, TreePath existing) {
    requireThat(!path.isRoot(), path, "cannot be a hard link");
    Node target =
        find(existing)
            .orElseThrow(
                () -> refused(path, "is a hard link to \"" + existing + "\", which is not there"));
    requireThat(!target.isDirectory(), path, "is a hard link to a directory");
    Node directory = directoryFor(path);
    if (directory.children().get(last(path)) != target) {
      place(directory, last(path), path, target);
    }
  }

  /** How many bytes of content may still come. */
  public long contentBytesLeft() {
    return limits.maxContentBytes() - contentBytes;
  }

  private void place(Node directory, Name name, TreePath path, Node node) {
    Node there = directory.children().get(name);
    if (there == null) {
      names++;
      requireThat(
          names < limits.maxInodes(),
          path,
          "is one too many: an import holds "
              + limits.maxInodes()
              + " names in memory (a larger heap, as by COMOSIX_JAVA_OPTS=-Xmx1g, holds more)");
    } else {
      requireThat(
          !there.isDirectory() || there.children().isEmpty(),
          path,
          "would replace a directory that is not empty");
      there.nlink--;
    }
    directory.children().put(name, node);
    node.nlink++;
  }

  private Node directoryFor(TreePath path) {
    Node at = root;
    List<Name> names = path.names();
    for (int i = 0; i < names.size() - 1; i++) {
      Node next = at.children().get(names.get(i));
      if (next == null) {
        next = new Node(IMPLIED, new Body.Directory());
        place(at, names.get(i), path, next);
      }
      requireThat(
          next.isDirectory(),
          path,
          "leads through \"" + prefix(path, i) + "\", which is not a directory");
      at = next;
    }
    return at;
  }

  private Optional<Node> find(TreePath path) {
    Node at = root;
    for (Name name : path.names()) {
      Node next = at.isDirectory() ? at.children().get(name) : null;
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }

  Node root() {
    return root;
  }

  private static Name last(TreePath path) {
    return path.names().get(path.names().size() - 1);
  }

  private static TreePath prefix(TreePath path, int last) {
    return new TreePath(path.names().subList(0, last + 1));
  }

  private static void requireThat(boolean holds, TreePath path, String otherwise) {
    if (!holds) {
      throw refused(path, otherwise);
    }
  }

  private static ImageRefusedException refused(TreePath path, String why) {
    return new ImageRefusedException("entry \"" + path + "\" " + why);
  }

  /** An inode; the same one under each of its hard links. */
  static final class Node {
    private Metadata metadata;
    private final Body body;
    private final Map<Name, Node> children;
    private int nlink;

    /** These three are set when the tree is finished, by IndexWriter; 0 before. */
    int inode;

    int parent;
    int firstEntry;

    Node(Metadata metadata, Body body) {
      this.metadata = metadata;
      this.body = body;
      this.children = body instanceof Body.Directory ? new HashMap<>() : Map.of();
    }

    boolean isDirectory() {
      return body instanceof Body.Directory;
    }

    Map<Name, Node> children() {
      return children;
    }

    Metadata metadata() {
      return metadata;
    }

    Body body() {
      return body;
    }

    /** Names of a file; a directory counts its own {@code .} and each child's {@code ..}. */
    int nlink() {
      if (!isDirectory()) {
        return nlink;
      }
      return 2 + (int) children.values().stream().filter(Node::isDirectory).count();
    }
  }
}

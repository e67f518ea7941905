package org.comosix.appliance.image.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.image.ImageRefusedException;
import org.comosix.appliance.image.store.Content.Extent;
import org.comosix.appliance.image.store.ImageTree.Node;
import org.comosix.appliance.image.store.IndexLayout.Section;

/**
 * Turns a finished tree into the bytes of an index. Numbers the inodes breadth first in cookie
 * order, so that the same tree always gets the same numbers and a directory's children lie
 * together.
 */
final class IndexWriter {

  private static final int ROOT = 1;

  private final NameHash hash;
  private final List<Node> inodes = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final SortedMap<Sha256, ContentPlace> contents = new TreeMap<>();
  private final SortedMap<Integer, Long> segments = new TreeMap<>();
  private final Map<Integer, Integer> segmentPlaces = new TreeMap<>();
  private int extents;
  private int xattrs;
  private long bytes;

  private record Entry(long cookie, Node node, Name name) {}

  /** A content's place in its table and that of its first extent. */
  private record ContentPlace(Content content, int place, int firstExtent) {}

  private IndexWriter(ImageTree tree, NameHash hash) {
    this.hash = hash;
    number(tree.root(), ROOT);
    walk(tree.root());
    placeContents();
  }

  /** Writes everything but the checksum and the file system id, which {@code out} fills in. */
  static void write(
      ImageTree tree, NameHash hash, GenerationId generation, long imported, IndexSink out) {
    IndexWriter writer = new IndexWriter(tree, hash);
    out.header(writer.header(generation, imported));
    writer.writeBody(out);
  }

  private void walk(Node root) {
    ArrayDeque<Node> directories = new ArrayDeque<>(List.of(root));
    while (!directories.isEmpty()) {
      Node directory = directories.remove();
      directory.firstEntry = entries.size();
      for (Entry entry : sorted(directory)) {
        entries.add(entry);
        bytes += entry.name.bytes().length;
        if (entry.node.inode == 0) {
          number(entry.node, directory.inode);
          if (entry.node.isDirectory()) {
            directories.add(entry.node);
          }
        }
      }
    }
  }

  private void number(Node node, int parent) {
    inodes.add(node);
    node.inode = inodes.size();
    node.parent = parent;
    node.metadata()
        .xattrs()
        .forEach(
            (name, value) -> {
              xattrs++;
              bytes += name.getBytes(StandardCharsets.UTF_8).length + value.length;
            });
    if (node.body() instanceof Body.Symlink symlink) {
      bytes += symlink.target().length;
    } else if (node.body() instanceof Body.Regular regular) {
      contents.put(regular.content().hash(), new ContentPlace(regular.content(), 0, 0));
    }
  }

  /** In cookie order; of names that hash alike the later ones move up to the next free cookie. */
  private List<Entry> sorted(Node directory) {
    List<Entry> sorted = new ArrayList<>();
    directory
        .children()
        .forEach((name, node) -> sorted.add(new Entry(hash.of(name.bytes()), node, name)));
    sorted.sort(
        (a, b) -> {
          int order = Long.compare(a.cookie, b.cookie);
          return order != 0 ? order : a.name.compareTo(b.name);
        });
    long last = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Entry entry = sorted.get(i);
      last = Math.max(entry.cookie, last + 1);
      sorted.set(i, new Entry(last, entry.node, entry.name));
    }
    return sorted;
  }

  private void placeContents() {
    int place = 0;
    for (Map.Entry<Sha256, ContentPlace> entry : contents.entrySet()) {
      Content content = entry.getValue().content;
      entry.setValue(new ContentPlace(content, place++, extents));
      extents += content.extents().size();
      for (Extent extent : content.extents()) {
        segments.merge(extent.segment(), extent.offset() + extent.length(), Math::max);
      }
    }
    segments.keySet().forEach(number -> segmentPlaces.put(number, segmentPlaces.size()));
  }

  private long bytesOf(Section section) {
    long records =
        switch (section) {
          case INODES -> inodes.size();
          case ENTRIES -> entries.size();
          case XATTRS -> xattrs;
          case CONTENTS -> contents.size();
          case EXTENTS -> extents;
          case SEGMENTS -> segments.size();
          case BYTES -> bytes;
        };
    return records * section.record;
  }

  private ByteBuffer header(GenerationId generation, long imported) {
    byte[] name = generation.image().value().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer header = ByteBuffer.allocate(IndexLayout.HEADER_BYTES);
    header.putLong(0, IndexLayout.MAGIC).putInt(8, IndexLayout.VERSION);
    header.putInt(IndexLayout.NUMBER, generation.number());
    header.putInt(IndexLayout.NAME_LENGTH, name.length).put(IndexLayout.NAME, name);
    header.putLong(IndexLayout.IMPORTED, imported);
    long offset = IndexLayout.HEADER_BYTES;
    for (Section section : Section.values()) {
      header.putLong(section.header, offset).putLong(section.header + 8, bytesOf(section));
      offset += bytesOf(section);
    }
    if (offset > Integer.MAX_VALUE) {
      throw new ImageRefusedException("the image has too many names for one index: " + offset);
    }
    return header.putLong(IndexLayout.FILE_LENGTH, offset);
  }

  /** Names, then symlink targets, then xattrs: the order in which their offsets are counted. */
  private void writeBody(IndexSink out) {
    long firstTarget = entries.stream().mapToLong(e -> e.name.bytes().length).sum();
    long firstXattr = writeInodes(out, firstTarget);
    writeEntries(out);
    writeXattrs(out, firstXattr);
    writeContents(out);
    segments.forEach((number, length) -> out.putInt(number).putInt(0).putLong(length));
    entries.forEach(entry -> out.put(entry.name.bytes()));
    for (Node node : inodes) {
      if (node.body() instanceof Body.Symlink symlink) {
        out.put(symlink.target());
      }
    }
    for (Node node : inodes) {
      node.metadata()
          .xattrs()
          .forEach((name, value) -> out.put(name.getBytes(StandardCharsets.UTF_8)).put(value));
    }
  }

  private long writeInodes(IndexSink out, long firstTarget) {
    long target = firstTarget;
    for (Node node : inodes) {
      writeInode(out, node, target);
      if (node.body() instanceof Body.Symlink symlink) {
        target += symlink.target().length;
      }
    }
    return target;
  }

  private void writeInode(IndexSink out, Node node, long target) {
    Metadata metadata = node.metadata();
    out.putShort(KindCode.of(node.body().kind()) << 8).putShort(metadata.permissions());
    out.putInt(node.nlink()).putInt(metadata.uid()).putInt(metadata.gid());
    Body body = node.body();
    long size = 0;
    long first = 0;
    int count = 0;
    int other = 0;
    int major = 0;
    int minor = 0;
    if (body instanceof Body.Regular regular) {
      ContentPlace place = Objects.requireNonNull(contents.get(regular.content().hash()));
      size = regular.content().size();
      first = place.firstExtent;
      count = place.content.extents().size();
      other = place.place;
    } else if (body instanceof Body.Directory) {
      count = node.children().size();
      size = (long) count * Section.ENTRIES.record;
      first = node.firstEntry;
      other = node.parent;
    } else if (body instanceof Body.Symlink symlink) {
      size = symlink.target().length;
      first = target;
      count = symlink.target().length;
    } else if (body instanceof Body.Special special) {
      major = special.major();
      minor = special.minor();
    }
    out.putLong(size).putLong(metadata.mtimeSeconds()).putInt(metadata.mtimeNanos());
    out.putInt(major).putInt(minor).putInt(0).putLong(first).putInt(count).putInt(other);
  }

  private void writeEntries(IndexSink out) {
    long offset = 0;
    for (Entry entry : entries) {
      int length = entry.name.bytes().length;
      out.putLong(entry.cookie).putInt(entry.node.inode).putInt(length).putLong(offset);
      offset += length;
    }
  }

  private void writeXattrs(IndexSink out, long first) {
    long offset = first;
    for (int i = 0; i < inodes.size(); i++) {
      for (Map.Entry<String, byte[]> xattr : inodes.get(i).metadata().xattrs().entrySet()) {
        int name = xattr.getKey().getBytes(StandardCharsets.UTF_8).length;
        int value = xattr.getValue().length;
        out.putInt(i + 1).putInt(name).putInt(value).putInt(0).putLong(offset);
        offset += name + value;
      }
    }
  }

  private void writeContents(IndexSink out) {
    for (ContentPlace place : contents.values()) {
      Sha256 hash = place.content.hash();
      out.putLong(hash.a()).putLong(hash.b()).putLong(hash.c()).putLong(hash.d());
      out.putLong(place.content.size()).putInt(place.firstExtent);
      out.putInt(place.content.extents().size());
    }
    for (ContentPlace place : contents.values()) {
      for (Extent extent : place.content.extents()) {
        out.putInt(Objects.requireNonNull(segmentPlaces.get(extent.segment()))).putInt(0);
        out.putLong(extent.offset()).putLong(extent.length());
      }
    }
  }
}

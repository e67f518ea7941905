package org.comosix.appliance.image.store;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.ImportProgress;
import org.comosix.appliance.image.InodeAttributes;
import org.comosix.appliance.image.VerifyReport;
import org.comosix.appliance.image.store.IndexLayout.Section;

/** A generation answered from its mapped index and segments. Immutable; any thread. */
public final class MappedGeneration implements GenerationFileSystem {

  private final GenerationId generation;
  private final Path path;
  private final MappedByteBuffer index;
  private final long maxInode;
  private final int inodes;
  private final int entries;
  private final int extents;
  private final int bytes;
  private final int[] segmentNumbers;
  private final MappedByteBuffer[] segments;
  private final Segments files;
  private final NameHash nameHash;

  /**
   * Maps and checks the index and the segments that it refers to.
   *
   * @throws org.comosix.appliance.image.ImageStoreException either is not as it was written
   */
  MappedGeneration(GenerationId generation, Path path, Segments files, NameHash nameHash) {
    this.generation = generation;
    this.path = path;
    this.files = files;
    this.nameHash = nameHash;
    index = IndexFile.open(path, generation);
    maxInode = Section.INODES.count(index);
    inodes = Section.INODES.offset(index);
    entries = Section.ENTRIES.offset(index);
    extents = Section.EXTENTS.offset(index);
    bytes = Section.BYTES.offset(index);
    int table = Section.SEGMENTS.offset(index);
    segmentNumbers = new int[Section.SEGMENTS.count(index)];
    segments = new MappedByteBuffer[segmentNumbers.length];
    for (int i = 0; i < segments.length; i++) {
      int record = table + i * Section.SEGMENTS.record;
      segmentNumbers[i] = index.getInt(record);
      long atLeast = index.getLong(record + IndexLayout.SEGMENT_BYTES);
      segments[i] = files.map(segmentNumbers[i], atLeast);
    }
  }

  @Override
  public GenerationId generation() {
    return generation;
  }

  @Override
  public long fsid() {
    return index.getLong(IndexLayout.FSID);
  }

  @Override
  public long maxInode() {
    return maxInode;
  }

  @Override
  public InodeAttributes attributes(long inode) {
    int at = record(inode);
    return new InodeAttributes(
        inode,
        KindCode.kind(index.get(at)),
        index.getShort(at + IndexLayout.INODE_PERMISSIONS),
        index.getInt(at + IndexLayout.INODE_NLINK),
        index.getInt(at + IndexLayout.INODE_UID),
        index.getInt(at + IndexLayout.INODE_GID),
        index.getLong(at + IndexLayout.INODE_SIZE),
        index.getInt(at + IndexLayout.INODE_MAJOR),
        index.getInt(at + IndexLayout.INODE_MINOR),
        index.getLong(at + IndexLayout.INODE_MTIME),
        index.getInt(at + IndexLayout.INODE_MTIME_NANOS));
  }

  @Override
  public FileKind kind(long inode) {
    return KindCode.kind(index.get(record(inode)));
  }

  @Override
  public long parent(long directory) {
    return index.getInt(record(directory, FileKind.DIRECTORY) + IndexLayout.INODE_OTHER);
  }

  @Override
  public long lookup(long directory, ByteBuffer name) {
    int at = record(directory, FileKind.DIRECTORY);
    int first = (int) index.getLong(at + IndexLayout.INODE_FIRST);
    int end = first + index.getInt(at + IndexLayout.INODE_COUNT);
    long hash = nameHash.of(name);
    int found = firstBehind(first, end, hash - 1);
    // Names that hash alike lie behind each other, each one cookie further (IndexWriter.sorted).
    for (long cookie = hash; found < end && cookie(found) == cookie; found++, cookie++) {
      if (isNamed(found, name)) {
        return entryInode(found);
      }
    }
    return NOT_FOUND;
  }

  @Override
  public ByteBuffer target(long symlink) {
    int at = record(symlink, FileKind.SYMLINK);
    int length = index.getInt(at + IndexLayout.INODE_COUNT);
    return index.slice(bytes + (int) index.getLong(at + IndexLayout.INODE_FIRST), length);
  }

  @Override
  public DirectoryCursor entries(long directory, long cookie) {
    int at = record(directory, FileKind.DIRECTORY);
    int first = (int) index.getLong(at + IndexLayout.INODE_FIRST);
    int end = first + index.getInt(at + IndexLayout.INODE_COUNT);
    return new Cursor(cookie == 0 ? first : firstBehind(first, end, cookie), end);
  }

  @Override
  public MappedByteBuffer read(long regularFile, long offset, int length) {
    int at = record(regularFile, FileKind.REGULAR);
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative offset or length: " + offset + ", " + length);
    }
    if (offset >= index.getLong(at + IndexLayout.INODE_SIZE)) {
      return index.slice(0, 0);
    }
    long place = offset / Content.EXTENT_BYTES;
    long inside = offset % Content.EXTENT_BYTES;
    int extent = extent(index.getLong(at + IndexLayout.INODE_FIRST) + place);
    long left = index.getLong(extent + IndexLayout.EXTENT_LENGTH) - inside;
    long start = index.getLong(extent + IndexLayout.EXTENT_OFFSET) + inside;
    return segments[index.getInt(extent)].slice((int) start, (int) Math.min(length, left));
  }

  @Override
  public Location locate(long regularFile) {
    int at = record(regularFile, FileKind.REGULAR);
    int count = index.getInt(at + IndexLayout.INODE_COUNT);
    if (count == 0) {
      return new Location(path, 0, 0);
    }
    if (count > 1) {
      throw new IllegalArgumentException("inode " + regularFile + " has " + count + " extents");
    }
    int extent = extent(index.getLong(at + IndexLayout.INODE_FIRST));
    return new Location(
        files.path(segmentNumbers[index.getInt(extent)]),
        index.getLong(extent + IndexLayout.EXTENT_OFFSET),
        index.getLong(extent + IndexLayout.EXTENT_LENGTH));
  }

  /** The extended attributes of an inode, by full name. */
  Map<String, byte[]> xattrs(long inode) {
    record(inode);
    Map<String, byte[]> found = new TreeMap<>();
    int table = Section.XATTRS.offset(index);
    for (int i = 0; i < Section.XATTRS.count(index); i++) {
      int at = table + i * Section.XATTRS.record;
      if (index.getInt(at) == inode) {
        byte[] name = new byte[index.getInt(at + IndexLayout.XATTR_NAME_LENGTH)];
        byte[] value = new byte[index.getInt(at + IndexLayout.XATTR_VALUE_LENGTH)];
        int start = bytes + (int) index.getLong(at + IndexLayout.XATTR_BYTES);
        index.get(start, name).get(start + name.length, value);
        found.put(new String(name, StandardCharsets.UTF_8), value);
      }
    }
    return found;
  }

  /** The contents of the generation, for finding them again and for verifying. */
  ContentTable contents() {
    return new ContentTable(index, segmentNumbers);
  }

  /** A regular file's place in {@link #contents()}. */
  int contentPlace(long regularFile) {
    return index.getInt(record(regularFile, FileKind.REGULAR) + IndexLayout.INODE_OTHER);
  }

  /** The bytes of its different contents together. */
  public long contentBytes() {
    return contents().totalBytes();
  }

  /**
   * Reads and hashes all its content.
   *
   * @return what is not as it was stored
   */
  public VerifyReport verify(ImportProgress progress) {
    return new ContentVerifier(this).verify(progress);
  }

  /** When it was imported, in seconds since 1970. */
  public long imported() {
    return index.getLong(IndexLayout.IMPORTED);
  }

  int[] segmentNumbers() {
    return segmentNumbers.clone();
  }

  MappedByteBuffer slice(Content.Extent extent) {
    return files
        .map(extent.segment(), extent.offset() + extent.length())
        .slice((int) extent.offset(), (int) extent.length());
  }

  Optional<Content> find(Sha256 hash) {
    return contents().find(hash);
  }

  private int record(long inode) {
    if (inode < ROOT || inode > maxInode) {
      throw new IllegalArgumentException("no inode " + inode + " in " + generation);
    }
    return inodes + (int) (inode - 1) * Section.INODES.record;
  }

  private int record(long inode, FileKind kind) {
    int at = record(inode);
    if (KindCode.kind(index.get(at)) != kind) {
      throw new IllegalArgumentException("inode " + inode + " is not a " + kind);
    }
    return at;
  }

  private int extent(long number) {
    return extents + (int) number * Section.EXTENTS.record;
  }

  private int entry(int number) {
    return entries + number * Section.ENTRIES.record;
  }

  private long cookie(int number) {
    return index.getLong(entry(number));
  }

  private int entryInode(int number) {
    return index.getInt(entry(number) + IndexLayout.ENTRY_INODE);
  }

  /** The first entry from {@code first} to {@code end} with a cookie above {@code cookie}. */
  private int firstBehind(int first, int end, long cookie) {
    int low = first;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cookie(middle) <= cookie) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isNamed(int number, ByteBuffer name) {
    int at = entry(number);
    int length = index.getInt(at + IndexLayout.ENTRY_NAME_LENGTH);
    if (length != name.remaining()) {
      return false;
    }
    int stored = bytes + (int) index.getLong(at + IndexLayout.ENTRY_NAME);
    for (int i = 0; i < length; i++) {
      if (index.get(stored + i) != name.get(name.position() + i)) {
        return false;
      }
    }
    return true;
  }

  private final class Cursor implements DirectoryCursor {
    private int next;
    private final int end;
    private int at;

    Cursor(int first, int end) {
      this.next = first;
      this.end = end;
      this.at = entry(Math.max(0, first - 1));
    }

    @Override
    public boolean next() {
      if (next == end) {
        return false;
      }
      at = entry(next++);
      return true;
    }

    @Override
    public long inode() {
      return index.getInt(at + IndexLayout.ENTRY_INODE);
    }

    @Override
    public long cookie() {
      return index.getLong(at);
    }

    @Override
    public ByteBuffer name() {
      int start = bytes + (int) index.getLong(at + IndexLayout.ENTRY_NAME);
      return index.slice(start, index.getInt(at + IndexLayout.ENTRY_NAME_LENGTH));
    }
  }
}

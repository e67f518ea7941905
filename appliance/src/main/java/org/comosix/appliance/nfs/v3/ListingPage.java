package org.comosix.appliance.nfs.v3;

import java.nio.ByteBuffer;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.GenerationFileSystem.DirectoryCursor;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.Target;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one READDIR or READDIRPLUS reply, as many as fit. Cookie 1 is {@code .} and 2 is
 * {@code ..}; the rest are the generation's own, from 3.
 */
final class ListingPage {

  private static final long DOT = 1;
  private static final long DOT_DOT = 2;
  private static final ByteBuffer DOTS = ByteBuffer.wrap(new byte[] {'.', '.'}).asReadOnlyBuffer();

  /** entry3 without its name: a list follows, fileid, cookie. */
  private static final int ENTRY = 4 + 8 + 8;

  /** What dircount counts of it. */
  private static final int NAME_ENTRY = 8 + 8;

  private static final int NO_EXTRAS = 4 + 4;
  private static final int EXTRAS = Fattr3.POST_OP_LENGTH + 4 + FileHandles.XDR_LENGTH;

  private final XdrWriter out;
  private final Target directory;
  private final GenerationFileSystem fileSystem;
  private final long fsid;
  private int room;
  private int nameRoom;
  private int plus; // bytes of an entryplus3 that an entry3 has not
  private @Nullable FileHandles handles;
  private boolean empty = true;

  /**
   * A page with nothing on it yet.
   *
   * @param room bytes for all entries
   * @param nameRoom bytes for names, fileids and cookies; the first entry may be over it
   */
  ListingPage(XdrWriter out, Target directory, int room, int nameRoom) {
    this.out = out;
    this.directory = directory;
    this.fileSystem = directory.fileSystem();
    this.fsid = fileSystem.fsid();
    this.room = room;
    this.nameRoom = nameRoom;
  }

  /** Makes entries those of READDIRPLUS; if not {@code shown}, their extras are left out. */
  void addAttributesAndHandles(FileHandles from, boolean shown) {
    plus = shown ? EXTRAS : NO_EXTRAS;
    handles = shown ? from : null;
  }

  boolean isEmpty() {
    return empty;
  }

  /**
   * Writes the entries behind {@code cookie}; whether the last one of the directory is among them.
   */
  boolean fill(long cookie) {
    long inode = directory.inode();
    if (cookie < DOT && !add(inode, DOT, DOTS.slice(0, 1))) {
      return false;
    }
    if (cookie < DOT_DOT && !add(fileSystem.parent(inode), DOT_DOT, DOTS.slice())) {
      return false;
    }
    DirectoryCursor entries = fileSystem.entries(inode, cookie <= DOT_DOT ? 0 : cookie);
    while (entries.next()) {
      if (!add(entries.inode(), entries.cookie(), entries.name())) {
        return false;
      }
    }
    return true;
  }

  private boolean add(long inode, long cookie, ByteBuffer name) {
    int nameSize = XdrWriter.opaqueSize(name.remaining());
    int size = ENTRY + nameSize + plus;
    int counted = NAME_ENTRY + nameSize;
    if (size > room || (counted > nameRoom && !empty)) {
      return false;
    }
    room -= size;
    nameRoom -= counted;
    empty = false;
    out.putBoolean(true);
    out.putLong(inode);
    out.putOpaque(name);
    out.putLong(cookie);
    if (plus != 0) {
      addExtras(inode);
    }
    return true;
  }

  private void addExtras(long inode) {
    FileHandles shown = handles;
    out.putBoolean(shown != null);
    if (shown != null) {
      Fattr3.write(out, fsid, fileSystem.attributes(inode));
    }
    out.putBoolean(shown != null);
    if (shown != null) {
      shown.write(out, fsid, inode);
    }
  }
}

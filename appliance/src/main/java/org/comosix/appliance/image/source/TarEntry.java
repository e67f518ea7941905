package org.comosix.appliance.image.source;

import java.util.Optional;
import org.comosix.appliance.image.store.Metadata;
import org.comosix.appliance.image.store.Name;

/**
 * One member of an archive, all its headers taken together.
 *
 * @param name as it stands in the archive, not checked
 * @param linkName of a hard or symbolic link
 * @param major of a device
 * @param minor of a device
 * @param size bytes of content, holes counted; 0 but for regular files
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TarEntry(
    byte[] name,
    Type type,
    Metadata metadata,
    byte[] linkName,
    int major,
    int minor,
    long size,
    Optional<SparseMap> sparse) {

  enum Type {
    REGULAR,
    DIRECTORY,
    SYMLINK,
    HARD_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    FIFO
  }

  String printableName() {
    return Name.printable(name);
  }
}

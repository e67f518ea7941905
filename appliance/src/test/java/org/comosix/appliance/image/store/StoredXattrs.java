package org.comosix.appliance.image.store;

import java.util.Map;
import org.comosix.appliance.image.GenerationFileSystem;

/** Opens the extended attributes of a stored generation to tests of other packages. */
public final class StoredXattrs {

  private StoredXattrs() {}

  public static Map<String, byte[]> of(GenerationFileSystem tree, long inode) {
    return ((MappedGeneration) tree).xattrs(inode);
  }
}

package org.comosix.appliance.image;

/** The type of an inode. */
public enum FileKind {
  REGULAR,
  DIRECTORY,
  SYMLINK,
  CHARACTER_DEVICE,
  BLOCK_DEVICE,
  FIFO,
  SOCKET
}

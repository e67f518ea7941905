package org.comosix.appliance.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The secret of NFS file handles, made once and kept: a node whose handles stop being good loses
 * its root. Mode 0600.
 */
public final class HandleKeyFile {

  private static final String NAME = "nfs-handle.key";

  private final Path file;

  private HandleKeyFile(Path file) {
    this.file = file;
  }

  public static HandleKeyFile in(Path state) {
    return new HandleKeyFile(state.resolve(NAME));
  }

  /**
   * The key; at the first time a new one, on disk before it is used.
   *
   * @throws UncheckedIOException it cannot be read or made, or has another length
   */
  public byte[] read(int length) {
    try {
      if (!Files.exists(file)) {
        create(length);
      }
      byte[] key = Files.readAllBytes(file);
      if (key.length != length) {
        throw new IOException("has " + key.length + " bytes instead of " + length);
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the key of NFS file handles, " + file + ": " + e.getMessage(), e);
    }
  }

  private void create(int length) throws IOException {
    byte[] key = new byte[length];
    new SecureRandom().nextBytes(key);
    Path fresh = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(ByteBuffer.wrap(key));
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory =
        FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}

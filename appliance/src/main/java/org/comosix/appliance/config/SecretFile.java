package org.comosix.appliance.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.Set;

/** Reads a secret from a file that nobody else may read. */
public final class SecretFile {

  private static final long LONGEST = 4096;

  private SecretFile() {}

  /**
   * The secret, which stands in base 64; space around it does not count.
   *
   * @throws IllegalArgumentException the file is missing, is for others to read or write, or holds
   *     something else; the message names the file and never its content
   */
  public static byte[] read(Path file) {
    try {
      requirePrivate(file);
      if (Files.size(file) > LONGEST) {
        throw new IllegalArgumentException(file + " is too long for a secret in base 64");
      }
      byte[] secret = Base64.getDecoder().decode(Files.readString(file).strip());
      if (secret.length == 0) {
        throw new IllegalArgumentException(file + " is empty; expected a secret in base 64");
      }
      return secret;
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the secret: " + e, e);
    } catch (IllegalArgumentException e) {
      throw e.getMessage() != null && e.getMessage().startsWith(file.toString())
          ? e
          : new IllegalArgumentException(file + " does not hold a secret in base 64");
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_READ)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)
        || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
      throw new IllegalArgumentException(
          file + " can be read or written by others; chmod 640 " + file);
    }
  }
}

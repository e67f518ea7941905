package org.comosix.appliance.ops;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The directory in which leases and images live. */
public final class StateDirectory {

  private StateDirectory() {}

  /**
   * Makes it where it is missing, for its owner only (0700), and tries to write there.
   *
   * @return what is wrong; empty when it can be used
   */
  public static Optional<String> prepare(Path directory) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.delete(Files.createTempFile(directory, ".writable", ""));
      return Optional.empty();
    } catch (FileAlreadyExistsException e) {
      return Optional.of(e.getFile() + " is not a directory");
    } catch (AccessDeniedException e) {
      return Optional.of("no permission to write in " + directory);
    } catch (IOException e) {
      return Optional.of("cannot write in " + directory + ": " + e.getMessage());
    }
  }
}

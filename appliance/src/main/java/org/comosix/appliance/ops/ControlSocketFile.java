package org.comosix.appliance.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Map;

/**
 * The file of the control socket. In the state directory, which belongs to one appliance and is its
 * owner's alone; or in the directory that systemd made for the service, where the group {@value
 * #GROUP} may come in, if there is one.
 */
public final class ControlSocketFile {

  /** Its members may use the socket. */
  public static final String GROUP = "comosix";

  private static final String NAME = "control.sock";
  private static final Path RUNTIME = Path.of("/run/comosix");

  private final Path path;
  private volatile boolean forAGroup;

  /** Anywhere; the directory is there. */
  public ControlSocketFile(Path path) {
    this.path = path;
  }

  /** Where an appliance with this state directory listens. */
  public static ControlSocketFile of(Path state, Map<String, String> environment) {
    String runtime = environment.getOrDefault("RUNTIME_DIRECTORY", "");
    Path directory = runtime.isEmpty() ? state : Path.of(runtime.split(":", 2)[0]);
    return new ControlSocketFile(directory.resolve(NAME));
  }

  /** Where to look for it, the likeliest first; systemd sets its variable for the service only. */
  public static List<Path> candidates(Path state) {
    return List.of(state.resolve(NAME), RUNTIME.resolve(NAME));
  }

  public Path path() {
    return path;
  }

  /** Of a process that was killed. Nobody else listens there: who holds the leases does. */
  public void removeStale() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Mode 0660, and the group's where there is one. */
  public void protect() throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    try {
      GroupPrincipal group =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(GROUP);
      Files.getFileAttributeView(path, PosixFileAttributeView.class).setGroup(group);
      forAGroup = true;
    } catch (UserPrincipalNotFoundException e) {
      forAGroup = false;
    }
  }

  public boolean isForAGroup() {
    return forAGroup;
  }

  /** The user identifier of this process. */
  public int ownUser() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the owner of /proc/self", e);
    }
  }

  public void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }
}

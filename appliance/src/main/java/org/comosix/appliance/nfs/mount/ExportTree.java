package org.comosix.appliance.nfs.mount;

import static org.comosix.appliance.nfs.mount.MountStatus.ACCES;
import static org.comosix.appliance.nfs.mount.MountStatus.NOENT;
import static org.comosix.appliance.nfs.mount.MountStatus.NOTDIR;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.Export;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.Generations;
import org.comosix.appliance.nfs.handle.Permission;
import org.comosix.appliance.nfs.handle.Target;
import org.comosix.appliance.nfs.rpc.Credential;

/** The paths that can be mounted: each published generation, and the directories in it. */
final class ExportTree {

  /** A directory, or why not. */
  record Found(MountStatus status, Optional<Target> directory) {
    private static Found refused(MountStatus status) {
      return new Found(status, Optional.empty());
    }
  }

  private static final Pattern SLASHES = Pattern.compile("/+");

  private final Generations generations;

  ExportTree(Generations generations) {
    this.generations = generations;
  }

  /** The paths of all published generations. */
  List<String> paths() {
    return generations.all().stream().map(id -> new Export(id).path()).toList();
  }

  /**
   * Finds a directory as the caller would with LOOKUP: links are not followed, and {@code ..} is no
   * name.
   *
   * @param path one character a byte
   */
  Found find(String path, Credential who) {
    String clean = SLASHES.matcher(path).replaceAll("/");
    for (GenerationId id : generations.all()) {
      String export = new Export(id).path();
      if (clean.equals(export) || clean.startsWith(export + "/")) {
        return generations
            .open(id)
            .map(fileSystem -> descend(fileSystem, clean.substring(export.length()), who))
            .orElse(Found.refused(NOENT));
      }
    }
    return Found.refused(NOENT);
  }

  private static Found descend(GenerationFileSystem fileSystem, String below, Credential who) {
    long directory = GenerationFileSystem.ROOT;
    for (String name : below.split("/", -1)) {
      if (name.isEmpty()) {
        continue; // before the first slash and behind the last
      }
      if (!Permission.maySearch(who, fileSystem.attributes(directory))) {
        return Found.refused(ACCES);
      }
      byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
      directory = fileSystem.lookup(directory, ByteBuffer.wrap(bytes));
      if (directory == GenerationFileSystem.NOT_FOUND) {
        return Found.refused(NOENT);
      }
      if (fileSystem.kind(directory) != FileKind.DIRECTORY) {
        return Found.refused(NOTDIR);
      }
    }
    return new Found(MountStatus.OK, Optional.of(Target.of(fileSystem, directory)));
  }
}

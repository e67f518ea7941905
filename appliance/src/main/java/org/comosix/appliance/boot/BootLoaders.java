package org.comosix.appliance.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.ClientArch;

/**
 * The boot loaders in one directory, Debian's {@code /usr/lib/ipxe} as a rule. Looked up anew each
 * time, so that installing the package needs no restart.
 */
public final class BootLoaders {

  /** Where Debian's package {@code ipxe} puts them. */
  public static final Path DEBIAN_DIRECTORY = Path.of("/usr/lib/ipxe");

  private final Path directory;

  public BootLoaders(Path directory) {
    this.directory = directory;
  }

  /** The best present loader for firmware of this architecture. */
  public Optional<BootLoader> forArch(ClientArch arch) {
    return BootLoader.preferredFor(arch).stream()
        .filter(loader -> file(loader).isPresent())
        .findFirst();
  }

  /** What an operator must know at start; empty when every loader is there. */
  public List<String> findings() {
    return Arrays.stream(BootLoader.values())
        .filter(loader -> file(loader).isEmpty())
        .map(
            loader ->
                directory.resolve(loader.fileName())
                    + " is missing or not readable; install Debian's package ipxe (apt install ipxe)")
        .toList();
  }

  /** The loader of this name; only the names of {@link BootLoader} exist. */
  public Optional<BootFile> find(String name) {
    return Arrays.stream(BootLoader.values())
        .filter(loader -> loader.fileName().equals(name))
        .findFirst()
        .flatMap(this::file);
  }

  private Optional<BootFile> file(BootLoader loader) {
    Path path = directory.resolve(loader.fileName());
    try {
      // Debian's ipxe.efi is a link to /boot.
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile() || !Files.isReadable(path)) {
        return Optional.empty();
      }
      return Optional.of(
          new BootFile(
              loader.fileName(),
              attributes.size(),
              attributes.lastModifiedTime().toInstant(),
              BootStage.BOOT_FILE,
              new BootFile.Region(path, 0)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

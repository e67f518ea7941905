package org.comosix.appliance.image.bootcheck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.comosix.appliance.image.BootArtifacts;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.ImageRefusedException;
import org.comosix.appliance.image.InodeAttributes;

/**
 * Looks for what a node needs to boot from a generation, and tells all that is missing at once. A
 * function of the generation; any thread; some 0.2 s, most of it unpacking the initramfs.
 */
public final class BootCheck {

  private static final String KERNEL = "/boot/vmlinuz-";
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private final ImageFiles files;
  private final List<String> problems = new ArrayList<>();

  private BootCheck(GenerationFileSystem tree) {
    this.files = new ImageFiles(tree);
  }

  /**
   * Checks a generation.
   *
   * @return what boots it
   * @throws ImageRefusedException it could not boot; each reason names the file and the remedy
   */
  public static BootArtifacts check(GenerationFileSystem tree) {
    BootCheck check = new BootCheck(tree);
    Optional<BootArtifacts> artifacts = check.artifacts();
    check.checkInit();
    check.checkMachineId();
    if (artifacts.isEmpty() || !check.problems.isEmpty()) {
      throw new ImageRefusedException(check.problems);
    }
    return artifacts.get();
  }

  private Optional<BootArtifacts> artifacts() {
    Optional<String> version = kernelVersion();
    if (version.isEmpty()) {
      problems.add(
          "there is no kernel: no "
              + KERNEL
              + "VERSION; install a kernel in the image (Debian: linux-image-amd64)");
      return Optional.empty();
    }
    return checkKernel(version.get());
  }

  /** The one that /vmlinuz or /boot/vmlinuz leads to, else the newest. */
  private Optional<String> kernelVersion() {
    List<String> versions =
        files.list("/boot").stream()
            .filter(name -> name.startsWith("vmlinuz-"))
            .map(name -> name.substring("vmlinuz-".length()))
            .filter(version -> files.regular(KERNEL + version).isPresent())
            .sorted(BY_VERSION)
            .toList();
    for (String link : List.of("/vmlinuz", "/boot/vmlinuz")) {
      OptionalLong preferred = files.resolve(link);
      for (String version : versions) {
        if (preferred.isPresent() && files.resolve(KERNEL + version).equals(preferred)) {
          return Optional.of(version);
        }
      }
    }
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  private Optional<BootArtifacts> checkKernel(String version) {
    String path = KERNEL + version;
    long kernel = files.regular(path).orElseThrow();
    Optional<String> stated = KernelImage.version(files.tree(), kernel);
    if (stated.isPresent() && !stated.get().equals(version)) {
      problems.add(
          path + " says that it is version " + stated.get() + ": install the kernel again");
    }
    if (!files.isDirectory("/lib/modules/" + version)) {
      problems.add(
          "the kernel "
              + version
              + " has no modules: /lib/modules/"
              + version
              + " is missing; install kernel and modules of one version");
    }
    Optional<String> initrd = initrd(version);
    if (initrd.isEmpty()) {
      problems.add(
          "the kernel "
              + version
              + " has no initramfs: /boot/initrd.img-"
              + version
              + " is missing; run \"update-initramfs -c -k "
              + version
              + "\" in the image");
      return Optional.empty();
    }
    long inode = files.regular(initrd.get()).orElseThrow();
    checkInitramfs(initrd.get(), inode, version);
    return Optional.of(new BootArtifacts(kernel, inode, version));
  }

  private Optional<String> initrd(String version) {
    return List.of(
            "/boot/initrd.img-" + version,
            "/boot/initramfs-" + version + ".img",
            "/initrd.img",
            "/boot/initrd.img")
        .stream()
        .filter(path -> files.regular(path).isPresent())
        .findFirst();
  }

  private void checkInitramfs(String path, long inode, String version) {
    try {
      InitramfsCheck check =
          InitramfsCheck.read(path, new FileContent(files.tree(), inode), version);
      problems.addAll(check.problems());
    } catch (IOException e) {
      problems.add(
          path
              + " cannot be read as an initramfs: it "
              + e.getMessage()
              + "; run \"update-initramfs -u -k "
              + version
              + "\" in the image");
    }
  }

  private void checkInit() {
    Optional<Long> init = files.regular("/sbin/init");
    if (init.isEmpty()) {
      problems.add(
          "/sbin/init leads to no file; install an init system in the image (Debian:"
              + " systemd-sysv)");
    } else if ((files.tree().attributes(init.get()).permissions() & 0111) == 0) {
      problems.add("/sbin/init is not executable; install the init system again");
    }
  }

  /** systemd mounts its own over an empty one; a missing one cannot be made on a read-only root. */
  private void checkMachineId() {
    OptionalLong found = files.resolveLink("/etc/machine-id");
    if (found.isEmpty()) {
      problems.add(
          "/etc/machine-id is missing: it must be there and empty; \"truncate -s 0"
              + " /etc/machine-id\" in the image");
      return;
    }
    InodeAttributes attributes = files.tree().attributes(found.getAsLong());
    if (attributes.kind() != FileKind.REGULAR || attributes.size() != 0) {
      problems.add(
          "/etc/machine-id is not an empty file: all nodes would be one machine; \"truncate -s 0"
              + " /etc/machine-id\" in the image");
    }
  }

  /** 6.10 is newer than 6.9: runs of digits compare as numbers. */
  private static final Comparator<String> BY_VERSION =
      Comparator.comparing(
          version -> DIGITS.matcher(version).replaceAll(run -> padded(run.group())));

  private static String padded(String digits) {
    return "0".repeat(Math.max(0, 12 - digits.length())) + digits;
  }
}

package org.comosix.appliance.image.bootcheck;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.comosix.appliance.image.source.InitramfsContents;
import org.comosix.appliance.image.source.InitramfsReader;

/**
 * Whether an initramfs can mount a root over NFS 3: the modules and all that they need, a network
 * card's driver, and the program that mounts.
 */
final class InitramfsCheck {

  private static final List<String> NFS_MODULES = List.of("sunrpc", "lockd", "nfs", "nfsv3");

  private final String path;
  private final String version;
  private final InitramfsContents contents;
  private final List<String> problems = new ArrayList<>();

  private InitramfsCheck(String path, String version, InitramfsContents contents) {
    this.path = path;
    this.version = version;
    this.contents = contents;
  }

  /**
   * Reads and checks one.
   *
   * @param path where it lies in the image, for the messages
   * @param version the kernel's
   * @throws IOException it cannot be read; the message says why, as a verb phrase
   */
  static InitramfsCheck read(String path, InputStream initramfs, String version)
      throws IOException {
    InitramfsContents contents =
        InitramfsReader.read(
            initramfs,
            member -> member.endsWith("/modules.dep") || member.endsWith("/modules.builtin"));
    InitramfsCheck check = new InitramfsCheck(path, version, contents);
    check.run();
    return check;
  }

  List<String> problems() {
    return problems;
  }

  private void run() {
    if (!contents.paths().contains("init")) {
      problems.add(path + " has no /init, which the kernel starts; " + remedy());
    }
    checkModules();
    checkMount();
  }

  private void checkModules() {
    String directory = "lib/modules/" + version + "/";
    ModuleTree modules = new ModuleTree(contents, List.of("usr/" + directory, directory));
    Set<String> missing = new TreeSet<>();
    NFS_MODULES.forEach(module -> missing.addAll(modules.missingFor(module)));
    if (!missing.isEmpty()) {
      problems.add(
          path
              + " lacks for NFS the modules "
              + String.join(", ", missing)
              + " of the kernel "
              + version
              + "; name them in /etc/initramfs-tools/modules and "
              + remedy());
    }
    if (modules.networkCards().stream().noneMatch(card -> modules.missingFor(card).isEmpty())) {
      problems.add(
          path
              + " has no driver of a network card (virtio_net, e1000e, r8169, …) of the kernel "
              + version
              + "; set MODULES=netboot in /etc/initramfs-tools/initramfs.conf and "
              + remedy());
    }
  }

  /** initramfs-tools has scripts/nfs and klibc's nfsmount; dracut has a parser of nfsroot=. */
  private void checkMount() {
    boolean debian = contents.paths().contains("scripts/nfs") && has("nfsmount");
    boolean dracut = contents.paths().stream().anyMatch(p -> p.endsWith("parse-nfsroot.sh"));
    if (!debian && !dracut) {
      problems.add(
          path
              + " has nothing that mounts NFS (scripts/nfs and nfsmount, or dracut's module nfs);"
              + " set BOOT=nfs in /etc/initramfs-tools/initramfs.conf and "
              + remedy());
    }
  }

  private boolean has(String program) {
    return contents.paths().stream().anyMatch(p -> p.endsWith("/" + program));
  }

  private String remedy() {
    return "run \"update-initramfs -u -k " + version + "\" in the image";
  }
}

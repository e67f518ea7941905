package org.comosix.appliance.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.boot.KernelArgument;
import org.comosix.appliance.domain.ImageName;

/**
 * What nodes boot.
 *
 * @param image for every node that names none
 * @param kernelArguments added to the kernel's command line; may be empty
 * @param httpPort TCP port of boot files and scripts
 * @param ipxeDirectory where Debian's package ipxe puts its binaries
 * @param authorizedKeys public keys that may log in as root on every node; without it nobody can
 */
public record BootSettings(
    ImageName image,
    String kernelArguments,
    int httpPort,
    Path ipxeDirectory,
    Optional<Path> authorizedKeys) {

  public static final ImageName DEFAULT_IMAGE = new ImageName("debian");
  public static final String DEFAULT_KERNEL_ARGUMENTS = "";

  /** A port below 1024: no ordinary user of the server can stand in for us. */
  public static final int DEFAULT_HTTP_PORT = 80;

  public static final Path DEFAULT_IPXE_DIRECTORY = Path.of("/usr/lib/ipxe");

  /** The kernel's own limit is 2048 on x86; ours leaves room for what we write ourselves. */
  public static final int MAX_KERNEL_ARGUMENTS = 1024;

  private static final Set<String> OURS =
      Set.of(
          "root",
          "nfsroot",
          "boot",
          "ip",
          "initrd",
          "BOOTIF",
          "ro",
          "rw",
          "comosix.server",
          "comosix.name",
          "systemd.machine_id");

  public BootSettings {
    kernelArguments = extraKernelArguments(kernelArguments);
    SettingForms.port(httpPort);
    SettingForms.absolutePath(ipxeDirectory.toString());
    authorizedKeys.ifPresent(path -> SettingForms.absolutePath(path.toString()));
  }

  /**
   * Reads arguments for the kernel.
   *
   * @throws IllegalArgumentException characters that the boot script cannot carry, too long, or an
   *     argument that decides where the root is, which is ours to say
   */
  public static String extraKernelArguments(String text) {
    String arguments = text.strip();
    if (arguments.length() > MAX_KERNEL_ARGUMENTS) {
      throw new IllegalArgumentException(
          "expected at most " + MAX_KERNEL_ARGUMENTS + " characters, not " + arguments.length());
    }
    for (KernelArgument argument : KernelArgument.parseAll(arguments)) {
      String name = argument.text().split("=", 2)[0];
      if (OURS.contains(name)) {
        throw new IllegalArgumentException(
            "\"" + name + "\" is set by the appliance for each node and cannot be given here");
      }
    }
    return arguments;
  }
}

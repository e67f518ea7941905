package org.comosix.appliance.boot;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.image.BootArtifacts;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.GenerationFileSystem.Location;
import org.comosix.appliance.image.Generations;

/**
 * Every file that we serve, by its exact name:
 *
 * <ul>
 *   <li>{@code undionly.kpxe}, {@code snponly.efi}, {@code ipxe.efi}
 *   <li>{@code boot/52-54-00-12-34-56.ipxe}: the script of that machine
 *   <li>{@code boot.ipxe}, {@code autoexec.ipxe}: the script of the machine that asks
 *   <li>{@code images/debian/7/vmlinuz}, {@code images/debian/7/initrd}
 * </ul>
 *
 * A name is never made into a path, so there is nothing to traverse.
 */
public final class BootFileCatalog implements BootFiles {

  private static final Pattern SCRIPT = Pattern.compile("boot/([0-9a-fA-F-]{17})\\.ipxe");

  /** iPXE 2 asks for autoexec.ipxe beside what it was loaded from, then at the top. */
  private static final Pattern OWN_SCRIPT = Pattern.compile("(?:boot/)?(?:boot|autoexec)\\.ipxe");

  private static final Pattern IMAGE_FILE =
      Pattern.compile("images/([a-z0-9][a-z0-9.-]{0,62}/[1-9]\\d{0,8})/(vmlinuz|initrd)");

  private final BootLoaders loaders;
  private final BootTargets targets;
  private final Generations generations;
  private final KernelFiles kernelFiles;
  private final IpxeScript scripts;
  private final Instant started;

  /**
   * @param started when this configuration took effect: the time stamp of generated files
   */
  public BootFileCatalog(
      BootLoaders loaders,
      BootTargets targets,
      Generations generations,
      KernelFiles kernelFiles,
      BootUrls urls,
      KernelCommandLine commandLine,
      Instant started) {
    this.loaders = loaders;
    this.targets = targets;
    this.generations = generations;
    this.kernelFiles = kernelFiles;
    this.scripts = new IpxeScript(urls, commandLine);
    this.started = started;
  }

  @Override
  public Optional<BootFile> find(String name, Ipv4Address server, Ipv4Address client) {
    Matcher script = SCRIPT.matcher(name);
    if (script.matches()) {
      return mac(script.group(1)).map(mac -> script(mac, server));
    }
    if (OWN_SCRIPT.matcher(name).matches()) {
      return targets.macAt(client).map(mac -> script(mac, server));
    }
    Matcher image = IMAGE_FILE.matcher(name);
    if (image.matches()) {
      return imageFile(name, GenerationId.parse(image.group(1)), image.group(2));
    }
    return loaders.find(name);
  }

  private static Optional<MacAddress> mac(String text) {
    try {
      return Optional.of(MacAddress.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private BootFile script(MacAddress mac, Ipv4Address server) {
    String name = BootUrls.scriptName(mac);
    return targets
        .of(mac)
        .map(target -> generated(name, BootStage.SCRIPT, scripts.boot(target, server)))
        .orElseGet(() -> noImage(mac, server));
  }

  private BootFile noImage(MacAddress mac, Ipv4Address server) {
    return generated(
        "no generation of image " + targets.imageOf(mac) + " is published",
        BootStage.FAILED,
        scripts.noImage(targets.imageOf(mac), mac, server));
  }

  private BootFile generated(String name, BootStage stage, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return new BootFile(name, bytes.length, started, stage, new BootFile.Bytes(bytes));
  }

  private Optional<BootFile> imageFile(String name, GenerationId id, String file) {
    Optional<BootArtifacts> artifacts = kernelFiles.in(id);
    return generations
        .open(id)
        .flatMap(generation -> artifacts.map(inodes -> region(name, generation, inodes, file)));
  }

  private static BootFile region(
      String name, GenerationFileSystem generation, BootArtifacts inodes, String file) {
    boolean kernel = file.equals(BootUrls.KERNEL);
    long inode = kernel ? inodes.kernel() : inodes.initrd();
    Location at = generation.locate(inode);
    return new BootFile(
        name,
        at.length(),
        Instant.ofEpochSecond(generation.attributes(inode).mtimeSeconds()),
        kernel ? BootStage.KERNEL : BootStage.INITRD,
        new BootFile.Region(at.segment(), at.offset()));
  }
}

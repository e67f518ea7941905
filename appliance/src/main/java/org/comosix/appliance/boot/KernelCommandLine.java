package org.comosix.appliance.boot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;

/**
 * The kernel's command line for a read-only root over NFS, as Debian's initramfs-tools and
 * comosix-init read it. {@code rootfs/README.md} has the contract.
 */
public final class KernelCommandLine {

  /** What the x86 kernel keeps of it, with the closing zero (COMMAND_LINE_SIZE). */
  static final int MAX_LENGTH = 2047;

  /**
   * A comma, not initramfs-tools(7)'s colon, begins the options. {@code hard}: a server's restart
   * must not fail a read. {@code nocto}, {@code acregmin}, {@code acregmax}: a generation never
   * changes, so what was read once stays true. {@code port}: klibc refuses TCP without it where
   * nobody answers on the portmapper's port.
   */
  private static final String NFS_OPTIONS =
      "vers=3,tcp,nolock,hard,nocto,acregmin=30,acregmax=600,port=";

  private static final String MACHINE_ID_PURPOSE = "comosix machine-id ";
  private static final int MACHINE_ID_BYTES = 16;
  private static final String ETHERNET = "01-";

  private final BootUrls urls;
  private final int nfsPort;
  private final List<KernelArgument> extra;

  /**
   * @param extra the operator's own, last, so that they win where the kernel takes the last
   */
  public KernelCommandLine(BootUrls urls, int nfsPort, List<KernelArgument> extra) {
    this.urls = urls;
    this.nfsPort = nfsPort;
    this.extra = List.copyOf(extra);
    int length = of(longest(), Ipv4Address.BROADCAST).length();
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the extra kernel arguments are "
              + (length - MAX_LENGTH)
              + " characters too long: the kernel cuts its command line at "
              + MAX_LENGTH);
    }
  }

  /** One line without leading or trailing blanks. */
  public String of(BootTarget target, Ipv4Address server) {
    List<KernelArgument> words = new ArrayList<>();
    // The EFI stub finds the initial RAM file system by the name that iPXE gives it: its base name.
    words.add(argument("initrd", BootUrls.INITRD));
    words.add(argument("boot", "nfs"));
    words.add(argument("root", "/dev/nfs"));
    words.add(
        argument("nfsroot", server + ":" + target.export().path() + "," + NFS_OPTIONS + nfsPort));
    words.add(argument("ip", "dhcp"));
    words.add(argument("BOOTIF", ETHERNET + target.mac().hyphenated()));
    words.add(new KernelArgument("ro"));
    words.add(new KernelArgument("quiet"));
    words.add(argument("comosix.server", urls.authority(server)));
    words.add(argument("comosix.name", target.name().value()));
    words.add(argument("systemd.machine_id", machineId(target.mac())));
    words.addAll(extra);
    return words.stream().map(KernelArgument::text).collect(Collectors.joining(" "));
  }

  /**
   * 32 hexadecimal digits, the same at every boot and behind every server: the start of SHA-256
   * over a purpose and the hardware address, marked as a random UUID as machine-id(5) wants it.
   */
  static String machineId(MacAddress mac) {
    byte[] digest = sha256((MACHINE_ID_PURPOSE + mac).getBytes(StandardCharsets.US_ASCII));
    digest[6] = (byte) ((digest[6] & 0x0f) | 0x40);
    digest[8] = (byte) ((digest[8] & 0x3f) | 0x80);
    return HexFormat.of().formatHex(digest, 0, MACHINE_ID_BYTES);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static KernelArgument argument(String key, String value) {
    return new KernelArgument(key + "=" + value);
  }

  private static BootTarget longest() {
    return new BootTarget(
        new MacAddress(0),
        new NodeName("n".repeat(NodeName.MAX_LENGTH)),
        new GenerationId(new ImageName("i".repeat(63)), Integer.MAX_VALUE));
  }
}

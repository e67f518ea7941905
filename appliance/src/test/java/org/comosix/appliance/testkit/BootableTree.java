package org.comosix.appliance.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * A directory that has what the boot check looks for and little else: change it, then {@link #tar}.
 * Laid out as Debian is, with /lib a link.
 */
public final class BootableTree {

  public static final String VERSION = "6.1.0-7-amd64";

  private final Path root;

  /** What the initramfs will hold; changes take effect with {@link #writeInitramfs}. */
  public final TreeMap<String, String> initramfs = new TreeMap<>();

  /** Makes one in an empty directory. */
  public BootableTree(Path root) {
    this.root = root;
    write("boot/vmlinuz-" + VERSION, kernel(VERSION));
    write("usr/lib/modules/" + VERSION + "/modules.dep", new byte[0]);
    write("usr/lib/systemd/systemd", "init".getBytes(StandardCharsets.UTF_8));
    write("usr/sbin/.keep", new byte[0]);
    write("etc/machine-id", new byte[0]);
    GnuTar.shell(
        root,
        """
        ln -s usr/lib lib
        ln -s usr/sbin sbin
        ln -s ../lib/systemd/systemd usr/sbin/init
        chmod 755 usr/lib/systemd/systemd
        ln -s boot/vmlinuz-%1$s vmlinuz
        """
            .formatted(VERSION));
    fillInitramfs();
    writeInitramfs();
  }

  private void fillInitramfs() {
    String modules = "usr/lib/modules/" + VERSION + "/";
    initramfs.put("init", "#!/bin/sh");
    initramfs.put("scripts/nfs", "");
    initramfs.put("usr/bin/nfsmount", "");
    initramfs.put(modules + "kernel/net/sunrpc/sunrpc.ko", "");
    initramfs.put(modules + "kernel/fs/lockd/lockd.ko", "");
    initramfs.put(modules + "kernel/fs/nfs/nfs.ko", "");
    initramfs.put(modules + "kernel/fs/nfs/nfsv3.ko", "");
    initramfs.put(modules + "kernel/fs/nfs_common/nfs-acl.ko", "");
    initramfs.put(modules + "kernel/drivers/net/ethernet/r8169.ko", "");
    initramfs.put(
        modules + "modules.dep",
        """
        kernel/net/sunrpc/sunrpc.ko:
        kernel/fs/lockd/lockd.ko: kernel/net/sunrpc/sunrpc.ko
        kernel/fs/nfs_common/nfs-acl.ko: kernel/net/sunrpc/sunrpc.ko
        kernel/fs/nfs/nfs.ko: kernel/fs/lockd/lockd.ko kernel/net/sunrpc/sunrpc.ko
        kernel/fs/nfs/nfsv3.ko: kernel/fs/nfs/nfs.ko kernel/fs/nfs_common/nfs-acl.ko
        kernel/drivers/net/ethernet/r8169.ko: kernel/net/phy/libphy.ko
        """);
    initramfs.put(modules + "modules.builtin", "kernel/net/phy/libphy.ko\n");
  }

  /** Packs the initramfs: microcode of its own before it, the rest compressed by gzip. */
  public BootableTree writeInitramfs() {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    image.writeBytes(Cpio.archive(new TreeMap<>(java.util.Map.of("kernel/x86/microcode", "new"))));
    try (GZIPOutputStream packed = new GZIPOutputStream(image)) {
      packed.write(Cpio.archive(initramfs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return write("boot/initrd.img-" + VERSION, image.toByteArray());
  }

  public BootableTree write(String path, byte[] content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path tar(Path archive) {
    return GnuTar.create(archive, root);
  }

  /** The start of a bzImage: magic and version, where the boot protocol has them. */
  public static byte[] kernel(String version) {
    ByteBuffer image = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    image.putInt(0x202, 0x53726448).putShort(0x20e, (short) 0x400);
    image.put(0x600, (version + " (us@here) #1 SMP\0").getBytes(StandardCharsets.US_ASCII));
    return image.array();
  }
}

package org.comosix.appliance.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A PC with UEFI (OVMF) and its own network stack, not iPXE in its card's ROM. */
final class UefiPc implements AutoCloseable {

  /** Which of OVMF's two ways to boot from the network is left on. */
  enum Firmware {
    PXE("y"),
    HTTP_BOOT("n");

    private final String pxe;

    Firmware(String pxe) {
      this.pxe = pxe;
    }
  }

  private static final Path OVMF = Path.of("/usr/share/OVMF");

  private final Process qemu;

  private UefiPc(Process qemu) {
    this.qemu = qemu;
  }

  /** Powers it on; its files are in the lab's directory. */
  static UefiPc powerOn(LabNetwork network, LabFiles files, Firmware firmware, String mac)
      throws IOException {
    Path variables = files.directory().resolve("uefi-variables.fd");
    Files.copy(OVMF.resolve("OVMF_VARS_4M.fd"), variables);
    List<String> words =
        List.of(
            "qemu-system-x86_64",
            "-machine",
            "q35",
            "-accel",
            "tcg,thread=multi",
            "-cpu",
            "max",
            "-smp",
            "2",
            "-m",
            "1024",
            "-drive",
            "if=pflash,format=raw,readonly=on,file=" + OVMF.resolve("OVMF_CODE_4M.fd"),
            "-drive",
            "if=pflash,format=raw,file=" + variables,
            "-netdev",
            "tap,id=lan,ifname=" + LabNetwork.PC_PORT + ",script=no,downscript=no",
            // No ROM: OVMF drives the card itself.
            "-device",
            "virtio-net-pci,netdev=lan,romfile=,bootindex=0,mac=" + mac,
            "-device",
            "virtio-rng-pci",
            "-fw_cfg",
            "name=opt/org.tianocore/IPv4PXESupport,string=" + firmware.pxe,
            "-fw_cfg",
            "name=opt/org.tianocore/IPv6PXESupport,string=n",
            "-nodefaults",
            "-vga",
            "none",
            "-display",
            "none",
            "-monitor",
            "none",
            "-serial",
            "file:" + files.console());
    return new UefiPc(
        new HostCommand(words).inNamespace(network.switchNamespace()).start(files.qemuMessages()));
  }

  boolean isRunning() {
    return qemu.isAlive();
  }

  @Override
  public void close() {
    qemu.destroyForcibly().onExit().join();
  }
}

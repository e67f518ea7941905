package org.comosix.appliance.demo;

import java.nio.file.Path;
import java.util.List;
import org.comosix.appliance.domain.MacAddress;

/** A PC made by QEMU that boots from its network card, plugged into the lab's switch. */
final class VirtualPc implements AutoCloseable {

  static final MacAddress MAC = MacAddress.parse("52:54:00:12:34:56");

  private static final int MEMORY_MIB = 1024;

  private final Process qemu;

  private VirtualPc(Process qemu) {
    this.qemu = qemu;
  }

  /**
   * Powers it on; what its serial port says goes to {@code console}, what QEMU itself says behind
   * it.
   */
  static VirtualPc powerOn(LabNetwork network, Path console, Path messages) {
    List<String> words =
        List.of(
            "qemu-system-x86_64",
            "-name",
            "comosix-demo-pc1",
            // Software emulation: works in every virtual machine, and needs no device of the host.
            "-accel",
            "tcg,thread=multi",
            "-cpu",
            "max",
            "-smp",
            "2",
            "-m",
            Integer.toString(MEMORY_MIB),
            "-nic",
            "tap,ifname="
                + LabNetwork.PC_PORT
                + ",script=no,downscript=no,model=virtio-net-pci,mac="
                + MAC,
            "-device",
            "virtio-rng-pci",
            // Nothing to probe: no disk, no screen.
            "-nodefaults",
            "-vga",
            "none",
            "-boot",
            "n",
            "-display",
            "none",
            "-monitor",
            "none",
            "-serial",
            "file:" + console);
    return new VirtualPc(
        new HostCommand(words).inNamespace(network.switchNamespace()).start(messages));
  }

  /** What a person is told about it. */
  static String describe() {
    return "a PC with 2 cores, " + MEMORY_MIB + " MiB and no disk, card " + MAC;
  }

  boolean isRunning() {
    return qemu.isAlive();
  }

  @Override
  public void close() {
    qemu.destroyForcibly();
  }
}

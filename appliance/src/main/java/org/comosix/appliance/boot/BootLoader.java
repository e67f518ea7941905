package org.comosix.appliance.boot;

import java.util.List;
import org.comosix.appliance.domain.ClientArch;

/** The first program that firmware without iPXE is given; all are iPXE. */
public enum BootLoader {
  /** Uses the ROM's own UNDI driver, so it works with every BIOS network card that has PXE. */
  UNDIONLY("undionly.kpxe"),
  /** Uses the firmware's own network driver; small, and works where iPXE has no driver. */
  SNPONLY("snponly.efi"),
  /** With iPXE's own drivers. */
  IPXE_EFI("ipxe.efi");

  private final String fileName;

  BootLoader(String fileName) {
    this.fileName = fileName;
  }

  public String fileName() {
    return fileName;
  }

  /** What suits an architecture, the best first; empty where we have nothing. */
  public static List<BootLoader> preferredFor(ClientArch arch) {
    return switch (arch) {
      case BIOS -> List.of(UNDIONLY);
      case X64_UEFI, EBC_X64_UEFI, X64_HTTP -> List.of(SNPONLY, IPXE_EFI);
      case IA32_UEFI, ARM32_UEFI, ARM64_UEFI, IA32_HTTP, ARM32_HTTP, ARM64_HTTP -> List.of();
    };
  }
}

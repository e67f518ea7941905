package org.comosix.appliance.domain;

import java.util.Arrays;
import java.util.Optional;

/**
 * A client's system architecture, DHCP option 93. The numbers are IANA's; RFC 4578 prints 7 and 9
 * swapped against practice and both mean x86-64 UEFI.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4578#section-2.1">RFC 4578, section 2.1</a>
 */
public enum ClientArch {
  BIOS(0),
  IA32_UEFI(6),
  X64_UEFI(7),
  EBC_X64_UEFI(9),
  ARM32_UEFI(10),
  ARM64_UEFI(11),
  IA32_HTTP(15),
  X64_HTTP(16),
  ARM32_HTTP(18),
  ARM64_HTTP(19);

  private final int code;

  ClientArch(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public static Optional<ClientArch> ofCode(int code) {
    return Arrays.stream(values()).filter(arch -> arch.code == code).findFirst();
  }

  public boolean isUefi() {
    return this != BIOS;
  }

  /** UEFI HTTP Boot, a boot entry of its own beside PXE. */
  public boolean bootsByHttp() {
    return code >= 15;
  }
}

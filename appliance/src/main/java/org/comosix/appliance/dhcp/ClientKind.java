package org.comosix.appliance.dhcp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.OptionCode;

/** Which program of a machine speaks DHCP, as far as it can be told. */
public enum ClientKind {
  /** Option 60 begins with {@code PXEClient}: a ROM, or UEFI. */
  PXE_FIRMWARE,
  /** Option 60 begins with {@code HTTPClient}: UEFI HTTP Boot. */
  HTTP_FIRMWARE,
  /** iPXE, as ROM or loaded; it says PXEClient too, so it is looked for first. */
  IPXE,
  /** klibc's ipconfig, in the initramfs of a node. */
  INITRAMFS,
  /** An operating system. */
  OTHER;

  private static final byte[] IPXE_NAME = "iPXE".getBytes(StandardCharsets.US_ASCII);

  /** Option 60 of klibc's ipconfig. */
  private static final String KLIBC = "Linux ipconfig";

  public static ClientKind of(DhcpOptions options) {
    if (options.has(OptionCode.IPXE)
        || options.bytes(OptionCode.USER_CLASS).filter(ClientKind::isIpxe).isPresent()) {
      return IPXE;
    }
    String vendorClass = options.text(OptionCode.VENDOR_CLASS).orElse("");
    if (vendorClass.startsWith("PXEClient")) {
      return PXE_FIRMWARE;
    }
    if (vendorClass.startsWith("HTTPClient")) {
      return HTTP_FIRMWARE;
    }
    return vendorClass.equals(KLIBC) ? INITRAMFS : OTHER;
  }

  /** Boots from the network at this moment. */
  public boolean isBooting() {
    return this != OTHER;
  }

  /** Raw, as iPXE sends it, or as the one entry of RFC 3004's list. */
  private static boolean isIpxe(byte[] userClass) {
    return Arrays.equals(userClass, IPXE_NAME)
        || (userClass.length == IPXE_NAME.length + 1
            && userClass[0] == IPXE_NAME.length
            && Arrays.equals(userClass, 1, userClass.length, IPXE_NAME, 0, IPXE_NAME.length));
  }
}

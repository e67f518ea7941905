package org.comosix.appliance.dhcp;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.boot.BootOffer;
import org.comosix.appliance.boot.BootPolicy;
import org.comosix.appliance.boot.BootRequest;
import org.comosix.appliance.dhcp.codec.DhcpMessage.ReplyFields;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.ClientArch;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/** What a booting client is told to load, in each of the places where firmware looks for it. */
final class BootOptions {

  /** Room in the header's file field, less its closing NUL. */
  private static final int FILE_FIELD = 127;

  private static final int SNAME_FIELD = 63;

  /**
   * Option 43: sub-option 6, PXE_DISCOVERY_CONTROL, with bit 3: load the file named in this packet.
   * Without it EDK2 takes a reply with PXEClient for a hint to ask UDP port 4011.
   */
  private static final byte[] USE_THIS_FILE = {6, 1, 8, (byte) OptionCode.END};

  /** Option 175: sub-option 176, no-pxedhcp: do not wait for a second answer from a proxy. */
  private static final byte[] NO_PROXY_DHCP = {(byte) 176, 1, 1};

  private static final int[] TOLD = {
    OptionCode.TFTP_SERVER_NAME,
    OptionCode.BOOT_FILE_NAME,
    OptionCode.TFTP_SERVER_ADDRESS,
    OptionCode.VENDOR_CLASS,
    OptionCode.VENDOR_SPECIFIC,
    OptionCode.IPXE,
    OptionCode.ROOT_PATH
  };

  private final BootPolicy policy;

  BootOptions(BootPolicy policy) {
    this.policy = policy;
  }

  /** Empty for a client that does not boot now, or for which there is nothing to boot. */
  Optional<BootOffer> offer(DhcpQuery query, MacAddress mac, Ipv4Address server) {
    ClientKind kind = query.clientKind();
    if (!kind.isBooting()) {
      return Optional.empty();
    }
    Optional<ClientArch> arch =
        query.message().options().number(OptionCode.CLIENT_SYSTEM).flatMap(ClientArch::ofCode);
    return policy.offer(new BootRequest(mac, server, arch, kind == ClientKind.IPXE));
  }

  /** siaddr, sname and file: all that many ROMs read. */
  static ReplyFields fields(Ipv4Address yiaddr, BootOffer offer, ClientKind kind) {
    String server = offer.nextServer().toString();
    boolean loads = loadsFile(kind);
    return new ReplyFields(
        yiaddr,
        offer.nextServer(),
        loads && server.length() <= SNAME_FIELD ? server : "",
        loads && offer.file().length() <= FILE_FIELD ? offer.file() : "");
  }

  /** Firmware often asks for less than it needs: all of it is told always. */
  static void add(OptionSelection selection, BootOffer offer, ClientKind kind) {
    DhcpOptions.Builder options = selection.onRequest();
    for (int code : TOLD) {
      selection.always(code);
    }
    if (loadsFile(kind)) {
      options
          .put(OptionCode.TFTP_SERVER_NAME, offer.nextServer().toString())
          .put(OptionCode.BOOT_FILE_NAME, offer.file())
          .put(OptionCode.TFTP_SERVER_ADDRESS, List.of(offer.nextServer()));
    }
    offer.vendorClass().ifPresent(name -> options.put(OptionCode.VENDOR_CLASS, name));
    switch (kind) {
      case PXE_FIRMWARE -> {
        if (offer.vendorClass().isEmpty()) {
          options.put(OptionCode.VENDOR_CLASS, "PXEClient");
        }
        options.put(OptionCode.VENDOR_SPECIFIC, USE_THIS_FILE);
      }
      case HTTP_FIRMWARE -> {
        if (offer.vendorClass().isEmpty()) {
          options.put(OptionCode.VENDOR_CLASS, "HTTPClient");
        }
      }
      case IPXE -> options.put(OptionCode.IPXE, NO_PROXY_DHCP);
      // Not for iPXE: it would take a root path for a disk to attach, and stop.
      case INITRAMFS -> offer.rootPath().ifPresent(path -> options.put(OptionCode.ROOT_PATH, path));
      case OTHER -> throw new IllegalArgumentException("an operating system loads nothing");
    }
  }

  private static boolean loadsFile(ClientKind kind) {
    return kind != ClientKind.INITRAMFS;
  }
}

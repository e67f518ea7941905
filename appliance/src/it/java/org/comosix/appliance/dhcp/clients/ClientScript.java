package org.comosix.appliance.dhcp.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The script that udhcpc, dhclient and dhcpcd call when something happens: it says why and prints
 * its whole environment, which is what the client was told.
 */
final class ClientScript {

  private static final String TELL = "echo \"told $event\"; env; echo told.\n";

  private static final String CONFIGURE =
      """
      address=${ip:-$new_ip_address}
      case $event in
        bound|renew|BOUND|RENEW|REBIND|REBOOT)
          ip -4 addr flush dev $interface
          ip addr add $address/24 dev $interface ;;
        deconfig|RELEASE) ip -4 addr flush dev $interface ;;
      esac
      """;

  private ClientScript() {}

  /** For udhcpc and dhclient: also gives the card its address. */
  static String configuring(Path directory) throws IOException {
    return write(directory, CONFIGURE + TELL);
  }

  /** For dhcpcd, which gives the card its address itself. */
  static String telling(Path directory) throws IOException {
    return write(directory, TELL);
  }

  /** For a client that finds its first address in use by somebody else, as Debian's may. */
  static String decliningOnce(Path directory) throws IOException {
    Path once = directory.resolve("declined");
    return write(
        directory,
        "case $event in BOUND|REBOOT) if ! [ -e %s ]; then touch %s; exit 1; fi ;; esac\n"
                .formatted(once, once)
            + CONFIGURE
            + TELL);
  }

  private static String write(Path directory, String body) throws IOException {
    Path script = directory.resolve("client-script");
    Files.writeString(script, "#!/bin/sh\nevent=${1:-$reason}\n" + body + "exit 0\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }
}

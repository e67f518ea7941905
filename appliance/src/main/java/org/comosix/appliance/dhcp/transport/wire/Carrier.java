package org.comosix.appliance.dhcp.transport.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Whether a cable is in. Without one a probe is sent to nobody, and that nobody answers proves
 * nothing.
 */
final class Carrier {

  static final Path INTERFACES = Path.of("/sys/class/net");

  private final Path interfaces;

  Carrier(Path interfaces) {
    this.interfaces = interfaces;
  }

  /** Also where the kernel does not tell. */
  boolean isOn(String networkInterface) {
    try {
      return Files.readString(interfaces.resolve(networkInterface).resolve("carrier"))
          .startsWith("1");
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      // What the kernel answers for an interface that is down.
      return false;
    }
  }
}

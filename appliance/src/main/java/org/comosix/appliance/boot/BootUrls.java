package org.comosix.appliance.boot;

import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * Where our files are, in names and in URLs. Addresses, never names: a ROM may have no resolver.
 *
 * @param httpPort 80 does not show in the URL
 */
public record BootUrls(int httpPort) {

  static final String KERNEL = "vmlinuz";
  static final String INITRD = "initrd";

  private static final int DEFAULT_PORT = 80;

  public BootUrls {
    if (httpPort < 1 || httpPort > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + httpPort);
    }
  }

  public String script(Ipv4Address server, MacAddress mac) {
    return of(server, scriptName(mac));
  }

  public String of(Ipv4Address server, String name) {
    return "http://" + authority(server) + "/" + name;
  }

  /** {@code 10.77.0.1}, or {@code 10.77.0.1:8080}. */
  public String authority(Ipv4Address server) {
    return httpPort == DEFAULT_PORT ? server.toString() : server + ":" + httpPort;
  }

  static String scriptName(MacAddress mac) {
    return "boot/" + mac.hyphenated() + ".ipxe";
  }

  static String imageFile(GenerationId generation, String file) {
    return "images/" + generation + "/" + file;
  }
}

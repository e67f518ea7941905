package org.comosix.appliance.domain;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A known machine: one of the nodes, or a host whose address and name are kept.
 *
 * @param address its reserved address; without one it is served from the pool
 * @param image what it boots; without one the configured default
 * @param role {@link MachineRole#HOST} for a machine that is never told what to boot
 */
public record Node(
    NodeName name,
    MachineIdentity identity,
    Optional<Ipv4Address> address,
    Optional<ImageName> image,
    MachineRole role) {

  /** A node that is known by its hardware address. */
  public Node(
      NodeName name, MacAddress mac, Optional<Ipv4Address> address, Optional<ImageName> image) {
    this(name, MachineIdentity.of(mac), address, image, MachineRole.NODE);
  }

  /**
   * Its hardware address; for a machine known by something else a stand-in, always the same, which
   * no packet carries.
   */
  public MacAddress mac() {
    return identity.mac().orElseGet(() -> MacAddress.standingInFor(nameAsId()));
  }

  /** RFC 2132, section 9.14: type 0 is an identifier that is no hardware address. */
  private ClientId nameAsId() {
    return ClientId.of(("\0" + name.value()).getBytes(StandardCharsets.US_ASCII));
  }
}

package org.comosix.appliance.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.MacPrefix;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.TextPattern;

/**
 * Clients that have something in common, and what is different for them. Cannot exist without a
 * condition.
 *
 * @param vendorClass option 60
 * @param userClass option 77
 * @param mac first octets of hardware addresses
 * @param known whether the machine must be listed, or must not be
 * @param role empty leaves it to the usual rules
 * @param pool instead of the subnet's
 * @param byClientId told apart by option 61
 * @param options told whether asked for or not
 */
public record ClassSettings(
    String name,
    List<TextPattern> vendorClass,
    List<TextPattern> userClass,
    List<MacPrefix> mac,
    Optional<Boolean> known,
    Optional<MachineRole> role,
    Optional<Duration> leaseTime,
    List<AddressRange> pool,
    boolean byClientId,
    DhcpOptionSettings options) {

  public static final String BY_MAC = "mac";
  public static final String BY_CLIENT_ID = "client-id";

  public ClassSettings {
    vendorClass = List.copyOf(vendorClass);
    userClass = List.copyOf(userClass);
    mac = List.copyOf(mac);
    pool = List.copyOf(pool);
    if (vendorClass.isEmpty() && userClass.isEmpty() && mac.isEmpty() && known.isEmpty()) {
      throw new IllegalArgumentException(
          "a class needs a condition: vendor-class, user-class, mac or known");
    }
  }

  /**
   * Reads a role.
   *
   * @throws IllegalArgumentException neither node nor host
   */
  public static MachineRole role(String text) {
    return switch (text) {
      case "node" -> MachineRole.NODE;
      case "host" -> MachineRole.HOST;
      default -> throw new IllegalArgumentException("expected node or host, not \"" + text + "\"");
    };
  }

  /**
   * Reads what tells clients apart.
   *
   * @return whether it is the client identifier
   * @throws IllegalArgumentException neither mac nor client-id
   */
  public static boolean identity(String text) {
    return switch (text) {
      case BY_MAC -> false;
      case BY_CLIENT_ID -> true;
      default ->
          throw new IllegalArgumentException("expected mac or client-id, not \"" + text + "\"");
    };
  }
}

package org.comosix.appliance.config;

import java.time.Duration;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * The subnets in which addresses are given, at least one, and to whom. The lease time of {@code
 * [dhcp]} is already in each of them.
 *
 * @param classes in the order in which they are looked at
 * @param relays addresses of relay agents outside the subnets
 * @param rapidCommit whether clients may take their lease in one exchange
 */
public record DhcpSettings(
    List<SubnetSettings> subnets,
    List<ClassSettings> classes,
    List<Ipv4Address> relays,
    boolean rapidCommit) {

  public static final Duration DEFAULT_LEASE_TIME = Duration.ofHours(12);
  public static final boolean DEFAULT_RAPID_COMMIT = false;

  public DhcpSettings {
    subnets = List.copyOf(subnets);
    classes = List.copyOf(classes);
    relays = List.copyOf(relays);
    if (subnets.isEmpty()) {
      throw new IllegalArgumentException("at least one subnet is needed");
    }
  }

  /** Subnets, and nothing special for anybody. */
  public DhcpSettings(List<SubnetSettings> subnets) {
    this(subnets, List.of(), List.of(), DEFAULT_RAPID_COMMIT);
  }
}

package org.comosix.appliance.config;

import java.time.Duration;
import java.util.List;

/**
 * The subnets in which addresses are given, at least one. The lease time of {@code [dhcp]} is
 * already in each of them.
 */
public record DhcpSettings(List<SubnetSettings> subnets) {

  public static final Duration DEFAULT_LEASE_TIME = Duration.ofHours(12);

  public DhcpSettings {
    subnets = List.copyOf(subnets);
    if (subnets.isEmpty()) {
      throw new IllegalArgumentException("at least one subnet is needed");
    }
  }
}

package org.comosix.appliance.config.source;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.comosix.appliance.config.Collisions;
import org.comosix.appliance.config.DhcpOptionSettings;
import org.comosix.appliance.config.SettingForms;
import org.comosix.appliance.config.SubnetSettings;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/** Reads one {@code [[dhcp.subnet]]}. */
final class SubnetReader {

  private final Duration usualLeaseTime;
  private final DhcpOptionSettings usualOptions;
  private final Collisions collisions;

  SubnetReader(Duration usualLeaseTime, DhcpOptionSettings usualOptions, Collisions collisions) {
    this.usualLeaseTime = usualLeaseTime;
    this.usualOptions = usualOptions;
    this.collisions = collisions;
  }

  Optional<SubnetSettings> read(ConfigTable table) {
    Optional<Ipv4Subnet> subnet =
        table.required(
            "subnet", "\"10.77.0.0/24\"", text -> SubnetSettings.served(Ipv4Subnet.parse(text)));
    List<AddressRange> pool = table.optionalList("pool", range(subnet));
    List<AddressRange> exclude = table.optionalList("exclude", range(subnet));
    Optional<Ipv4Address> router = table.optional("router", host(subnet));
    Duration leaseTime =
        table.optional("lease-time", SubnetReader::leaseTime).orElse(usualLeaseTime);
    Optional<String> network = table.optional("network", SubnetReader::network);
    Optional<DhcpOptionSettings> options = OptionsReader.read(table.table("options"));
    table.rejectOtherKeys();
    collect(table, subnet, SubnetSettings.without(pool, exclude), router);
    return subnet.isEmpty() || options.isEmpty() || table.hasProblems()
        ? Optional.empty()
        : table.buildAt(
            "pool",
            () ->
                new SubnetSettings(
                    subnet.get(),
                    pool,
                    exclude,
                    router,
                    leaseTime,
                    network,
                    options.get().over(usualOptions)));
  }

  private static String network(String text) {
    return ClassReader.name(text);
  }

  static Duration leaseTime(String text) {
    return SettingForms.durationWithin(
        SettingForms.duration(text), SubnetSettings.MIN_LEASE_TIME, SubnetSettings.MAX_LEASE_TIME);
  }

  /** Inside the subnet, where that could be read. */
  private static Function<String, AddressRange> range(Optional<Ipv4Subnet> subnet) {
    return text -> {
      AddressRange range = AddressRange.parse(text);
      return subnet.map(within -> SubnetSettings.inside(within, range)).orElse(range);
    };
  }

  private static Function<String, Ipv4Address> host(Optional<Ipv4Subnet> subnet) {
    return text -> {
      Ipv4Address address = Ipv4Address.parse(text);
      return subnet.map(within -> SubnetSettings.hostOf(within, address)).orElse(address);
    };
  }

  private void collect(
      ConfigTable table,
      Optional<Ipv4Subnet> subnet,
      List<AddressRange> pool,
      Optional<Ipv4Address> router) {
    subnet.ifPresentOrElse(
        value -> collisions.subnet(table.pathOf("subnet"), value), collisions::subnetUnknown);
    for (int i = 0; i < pool.size(); i++) {
      collisions.poolRange(table.pathOf("pool[" + i + "]"), pool.get(i));
    }
    router.ifPresent(value -> collisions.router(table.pathOf("router"), value));
  }
}

package org.comosix.appliance.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Subnet;

/** Finds classless reverse zones that are nobody's, or partly another zone's. */
final class ReverseZones {

  /** A reverse zone of whole octets ends here. */
  private static final int LAST_OCTET_PREFIX = 24;

  private final Map<String, DnsReverseSettings> zones = new LinkedHashMap<>();

  void zone(String path, DnsReverseSettings zone) {
    zones.put(path, zone);
  }

  /**
   * All that is wrong.
   *
   * @param subnets by the paths of their settings
   * @param everySubnetKnown none could not be read
   */
  void find(
      Map<String, Ipv4Subnet> subnets,
      boolean everySubnetKnown,
      Optional<String> forward,
      List<Collision> found) {
    Map<String, DnsReverseSettings> earlier = new LinkedHashMap<>();
    zones.forEach(
        (path, zone) -> {
          amongEachOther(path, zone, earlier, found);
          forward
              .filter(name -> isNested(name, zone.zone()))
              .map(name -> "the zone " + zone.zone() + " and the zone " + name + " overlap")
              .ifPresent(message -> found.add(at(path + ".zone", Optional.empty(), message)));
          withSubnets(path, zone.network(), subnets, everySubnetKnown, found);
          earlier.put(path, zone);
        });
  }

  private static void amongEachOther(
      String path,
      DnsReverseSettings zone,
      Map<String, DnsReverseSettings> earlier,
      List<Collision> found) {
    earlier.forEach(
        (otherPath, other) -> {
          if (isNested(zone.zone(), other.zone())) {
            String message = "the zone " + zone.zone() + " overlaps " + other.zone();
            found.add(at(path + ".zone", Optional.of(otherPath + ".zone"), message));
          }
          if (overlap(zone.network(), other.network())) {
            String message = "the network " + zone.network() + " overlaps " + other.network();
            found.add(at(path + ".network", Optional.of(otherPath + ".network"), message));
          }
        });
  }

  private static void withSubnets(
      String path,
      Ipv4Subnet network,
      Map<String, Ipv4Subnet> subnets,
      boolean everySubnetKnown,
      List<Collision> found) {
    List<Map.Entry<String, Ipv4Subnet>> served = new ArrayList<>(subnets.entrySet());
    served.removeIf(subnet -> !overlap(network, subnet.getValue()));
    if (served.isEmpty() && everySubnetKnown && !subnets.isEmpty()) {
      String message = "none of the DHCP subnets is in " + network + ", nor is it in one";
      found.add(at(path + ".network", Optional.empty(), message));
    }
    served.removeIf(subnet -> subnet.getValue().prefixLength() > LAST_OCTET_PREFIX);
    for (Map.Entry<String, Ipv4Subnet> whole : served) {
      String message = "all of " + whole.getValue() + " is in reverse zones of ours already";
      found.add(at(path + ".network", Optional.of(whole.getKey()), message));
    }
  }

  private static boolean overlap(Ipv4Subnet one, Ipv4Subnet two) {
    return one.contains(two.network()) || two.contains(one.network());
  }

  private static boolean isNested(String one, String two) {
    return one.equals(two) || one.endsWith("." + two) || two.endsWith("." + one);
  }

  private static Collision at(String path, Optional<String> other, String message) {
    return new Collision(path, other, message);
  }
}

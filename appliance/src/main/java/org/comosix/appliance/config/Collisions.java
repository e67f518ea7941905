package org.comosix.appliance.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;

/**
 * Finds settings that contradict each other. Takes values one by one with the paths of their
 * settings, so that a file with other mistakes in it is checked as far as it could be read.
 *
 * <p>A reserved address inside a pool is no collision: DHCP leaves reserved addresses out of the
 * pool.
 */
public final class Collisions {

  /** What the name server calls itself: {@code ns} in SOA and NS, {@code comosix} for people. */
  private static final Set<String> OUR_LABELS = Set.of("ns", "comosix");

  private static final Map<Integer, String> FIXED_TCP_PORTS =
      Map.of(53, "DNS", 111, "portmap", 627, "MOUNT");

  private final Map<String, Ipv4Subnet> subnets = new LinkedHashMap<>();
  private final Map<String, AddressRange> pools = new LinkedHashMap<>();
  private final Map<String, Ipv4Address> routers = new LinkedHashMap<>();
  private final Map<String, NodeName> names = new LinkedHashMap<>();
  private final Map<String, String> known = new LinkedHashMap<>();
  private final Map<String, String> classes = new LinkedHashMap<>();
  private final Map<String, AddressRange> classPools = new LinkedHashMap<>();
  private final Map<String, Ipv4Address> addresses = new LinkedHashMap<>();
  private final Map<String, Integer> tcpPorts = new LinkedHashMap<>();
  private final Set<String> dnsKeys = new LinkedHashSet<>();
  private final Map<String, String> usedDnsKeys = new LinkedHashMap<>();
  private Optional<NodeLabels> labels = Optional.empty();
  private final RecordNames recordNames = new RecordNames();
  private boolean everySubnetKnown = true;

  /** Takes a whole configuration, with paths as a file would have them. */
  static Collisions of(
      DhcpSettings dhcp, DnsSettings dns, BootSettings boot, NfsSettings nfs, List<Node> nodes) {
    Collisions all = new Collisions();
    for (int i = 0; i < dhcp.subnets().size(); i++) {
      all.subnetSettings("dhcp.subnet[" + i + "]", dhcp.subnets().get(i));
    }
    all.labels(dns.labels());
    for (int i = 0; i < dns.records().size(); i++) {
      String owner = dns.records().get(i).owner();
      all.recordName("dns.record[" + i + "].name", owner, "." + dns.zone());
    }
    all.dnsSettings(dns);
    all.tcpPort("boot.http-port", boot.httpPort());
    all.tcpPort("nfs.port", nfs.port());
    for (int i = 0; i < nodes.size(); i++) {
      String path = "node[" + i + "]";
      all.machineName(path + ".name", nodes.get(i).name(), nodes.get(i).role());
      all.knownBy(path + ".mac", "hardware address", nodes.get(i).mac());
      nodes.get(i).address().ifPresent(address -> all.nodeAddress(path + ".address", address));
    }
    return all;
  }

  private void dnsSettings(DnsSettings dns) {
    dns.keys().forEach(key -> dnsKey(key.name()));
    for (int i = 0; i < dns.accepted().size(); i++) {
      useOfDnsKey("dns.accept-update[" + i + "].key", dns.accepted().get(i).key());
    }
    for (int i = 0; i < dns.updates().size(); i++) {
      useOfDnsKey("dns.update[" + i + "].key", dns.updates().get(i).key());
    }
  }

  private void subnetSettings(String path, SubnetSettings settings) {
    subnet(path + ".subnet", settings.subnet());
    for (int i = 0; i < settings.given().size(); i++) {
      poolRange(path + ".pool[" + i + "]", settings.given().get(i));
    }
    settings.router().ifPresent(router -> router(path + ".router", router));
  }

  public void subnet(String path, Ipv4Subnet subnet) {
    subnets.put(path, subnet);
  }

  /** Says that a subnet could not be read, so that no address is called outside all of them. */
  public void subnetUnknown() {
    everySubnetKnown = false;
  }

  public void poolRange(String path, AddressRange range) {
    pools.put(path, range);
  }

  public void router(String path, Ipv4Address router) {
    routers.put(path, router);
  }

  public void labels(NodeLabels nodeLabels) {
    labels = Optional.of(nodeLabels);
  }

  public void tcpPort(String path, int port) {
    tcpPorts.put(path, port);
  }

  /** The name of a node or a host. */
  public void machineName(String path, NodeName name, MachineRole role) {
    names.put(path, name);
    recordNames.machine(path, name, role);
  }

  /**
   * The name of a static record.
   *
   * @param zoneEnd the zone with a dot before it
   */
  public void recordName(String path, String owner, String zoneEnd) {
    recordNames.record(path, owner, zoneEnd);
  }

  /** Something by which a machine is known, and which no other may have. */
  public void knownBy(String path, String what, Object value) {
    known.put(path, what + " " + value);
  }

  public void className(String path, String name) {
    classes.put(path, name);
  }

  /** Of a class: it may be anywhere in the subnets, and overlap none of the pools. */
  public void classPool(String path, AddressRange range) {
    pools.put(path, range);
    classPools.put(path, range);
  }

  /** A {@code [[dns.key]]}. */
  public void dnsKey(String name) {
    dnsKeys.add(name);
  }

  /** Somebody signs with the key of this name. */
  public void useOfDnsKey(String path, String name) {
    usedDnsKeys.put(path, name);
  }

  public void nodeAddress(String path, Ipv4Address address) {
    addresses.put(path, address);
  }

  /** All collisions, each reported at the later of its two settings. */
  public List<Collision> find() {
    List<Collision> found = new ArrayList<>();
    overlappingSubnets(found);
    overlappingPools(found);
    routersInPools(found);
    twice(names, "the name %s is given to two nodes", found);
    twice(known, "the %s is given to two nodes", found);
    twice(classes, "two classes are called %s", found);
    classPoolsOutside(found);
    twice(addresses, "the address %s is reserved for two nodes", found);
    impossibleAddresses(found);
    labels.ifPresent(prefixes -> labelsThatMeet(prefixes, found));
    labels.ifPresent(prefixes -> recordNames.find(prefixes, OUR_LABELS, found));
    portsInUse(found);
    unknownDnsKeys(found);
    return found;
  }

  private void overlappingSubnets(List<Collision> found) {
    forEachPair(
        subnets,
        (earlier, later) -> {
          Ipv4Subnet one = earlier.getValue();
          Ipv4Subnet two = later.getValue();
          if (one.contains(two.network()) || two.contains(one.network())) {
            found.add(collision(later, earlier, "the subnet " + two + " overlaps " + one));
          }
        });
  }

  private void overlappingPools(List<Collision> found) {
    forEachPair(
        pools,
        (earlier, later) -> {
          if (earlier.getValue().overlaps(later.getValue())) {
            String message = "the pool " + later.getValue() + " overlaps " + earlier.getValue();
            found.add(collision(later, earlier, message));
          }
        });
  }

  private void routersInPools(List<Collision> found) {
    routers.forEach(
        (path, router) ->
            pools.entrySet().stream()
                .filter(pool -> pool.getValue().contains(router))
                .map(
                    pool ->
                        new Collision(
                            pool.getKey(),
                            Optional.of(path),
                            "the pool would give away the router's address " + router))
                .forEach(found::add));
  }

  private <T> void twice(Map<String, T> values, String message, List<Collision> found) {
    Map<T, String> seen = new HashMap<>();
    values.forEach(
        (path, value) -> {
          String earlier = seen.putIfAbsent(value, path);
          if (earlier != null) {
            found.add(new Collision(path, Optional.of(earlier), message.formatted(value)));
          }
        });
  }

  private void classPoolsOutside(List<Collision> found) {
    classPools.forEach(
        (path, range) -> {
          boolean inside = subnets.values().stream().anyMatch(subnet -> subnet.contains(range));
          if (!inside && everySubnetKnown && !subnets.isEmpty()) {
            String message = "the pool " + range + " is in none of the DHCP subnets";
            found.add(new Collision(path, Optional.empty(), message));
          }
        });
  }

  private void impossibleAddresses(List<Collision> found) {
    addresses.forEach(
        (path, address) -> {
          routers.forEach(
              (routerPath, router) -> {
                if (router.equals(address)) {
                  String message = "the reserved address " + address + " is the router's";
                  found.add(new Collision(path, Optional.of(routerPath), message));
                }
              });
          notAHost(path, address).ifPresent(found::add);
        });
  }

  private Optional<Collision> notAHost(String path, Ipv4Address address) {
    for (Map.Entry<String, Ipv4Subnet> subnet : subnets.entrySet()) {
      if (subnet.getValue().contains(address)) {
        try {
          SubnetSettings.hostOf(subnet.getValue(), address);
          return Optional.empty();
        } catch (IllegalArgumentException e) {
          return Optional.of(
              new Collision(path, Optional.of(subnet.getKey()), String.valueOf(e.getMessage())));
        }
      }
    }
    return everySubnetKnown && !subnets.isEmpty()
        ? Optional.of(
            new Collision(path, Optional.empty(), address + " is in none of the DHCP subnets"))
        : Optional.empty();
  }

  /** With the prefixes "" and "om-", the nodes pc1 and om-pc1 would be one name in DNS. */
  private void labelsThatMeet(NodeLabels prefixes, List<Collision> found) {
    Map<String, String> owners = new HashMap<>();
    names.forEach(
        (path, name) -> {
          Set<String> both = new LinkedHashSet<>(List.of(prefixes.label(name)));
          prefixes.alias(name).ifPresent(both::add);
          for (String label : both) {
            String owner = owners.putIfAbsent(label, path);
            if (OUR_LABELS.contains(label)) {
              String message = "the name " + label + " in DNS is this server's own";
              found.add(new Collision(path, Optional.empty(), message));
            } else if (owner != null && !name.equals(names.get(owner))) {
              String message = "this node too would be " + label + " in DNS";
              found.add(new Collision(path, Optional.of(owner), message));
              return;
            }
          }
        });
  }

  private void unknownDnsKeys(List<Collision> found) {
    String known = dnsKeys.isEmpty() ? "" : "; there is " + String.join(", ", dnsKeys);
    usedDnsKeys.forEach(
        (path, name) -> {
          if (!dnsKeys.contains(name)) {
            String message = "there is no [[dns.key]] with the name " + name + known;
            found.add(new Collision(path, Optional.empty(), message));
          }
        });
  }

  private void portsInUse(List<Collision> found) {
    twice(tcpPorts, "port %s is given both to HTTP and to NFS", found);
    tcpPorts.forEach(
        (path, port) -> {
          String owner = FIXED_TCP_PORTS.get(port);
          if (owner != null) {
            found.add(new Collision(path, Optional.empty(), "port " + port + " is our " + owner));
          }
        });
  }

  private interface Pair<T> {
    void meet(Map.Entry<String, T> earlier, Map.Entry<String, T> later);
  }

  private static <T> void forEachPair(Map<String, T> values, Pair<T> pair) {
    List<Map.Entry<String, T>> entries = List.copyOf(values.entrySet());
    for (int later = 1; later < entries.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        pair.meet(entries.get(earlier), entries.get(later));
      }
    }
  }

  private static <T> Collision collision(
      Map.Entry<String, T> at, Map.Entry<String, T> other, String message) {
    return new Collision(at.getKey(), Optional.of(other.getKey()), message);
  }
}

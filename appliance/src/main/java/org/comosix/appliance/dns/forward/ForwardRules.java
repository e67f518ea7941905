package org.comosix.appliance.dns.forward;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * For whom we resolve what is not ours, and whom we ask. Replaced as a whole.
 *
 * @param enabled the switch: without it we resolve for nobody
 * @param clients the subnets that we serve
 * @param own our addresses: we may ask ourselves, from wherever we are
 * @param upstreams in the order in which they are asked; with none we resolve for nobody
 * @param cacheSize octets
 */
public record ForwardRules(
    boolean enabled,
    List<Ipv4Subnet> clients,
    List<Ipv4Address> own,
    List<InetSocketAddress> upstreams,
    long cacheSize) {

  /** Nobody is served. */
  public static final ForwardRules OFF =
      new ForwardRules(false, List.of(), List.of(), List.of(), 0);

  public ForwardRules {
    clients = List.copyOf(clients);
    own = List.copyOf(own);
    upstreams = List.copyOf(upstreams);
  }

  /** Never anybody else: an open resolver is a weapon (RFC 5358, section 4). */
  public boolean serves(InetAddress client) {
    return enabled
        && !upstreams.isEmpty()
        && client instanceof Inet4Address address
        && serves(address);
  }

  private boolean serves(Inet4Address client) {
    Ipv4Address address = Ipv4Address.of(client);
    for (Ipv4Subnet subnet : clients) {
      if (subnet.contains(address)) {
        return true;
      }
    }
    return client.isLoopbackAddress() || own.contains(address);
  }
}

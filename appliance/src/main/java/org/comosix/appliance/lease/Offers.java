package org.comosix.appliance.lease;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Addresses named in an OFFER and not yet asked for. In memory only: nothing was promised (RFC
 * 2131, section 3.1, point 2). One per client, the oldest go first when there are too many.
 *
 * <p>When nothing else is free, an address may be offered to several clients: who asks for it first
 * has it. Else whoever sends DISCOVERs under invented hardware addresses would have the whole pool
 * for as long as he goes on.
 */
final class Offers {

  /** In a flood on one pool the first will do; the limit is for floods on several. */
  private static final int MOST_LOOKED_AT = 256;

  private final int most;
  private final LinkedHashMap<ClientId, Offer> byClient = new LinkedHashMap<>();

  /** The client to whom each was offered last; that long ago for the first. */
  private final LinkedHashMap<Ipv4Address, ClientId> byAddress = new LinkedHashMap<>();

  private final Consumer<Ipv4Address> whenOver;

  private record Offer(Ipv4Address address, long until) {}

  /**
   * None yet.
   *
   * @param most how many at a time
   * @param whenOver is told each address whose offer ended, for whatever reason
   */
  Offers(int most, Consumer<Ipv4Address> whenOver) {
    this.most = most;
    this.whenOver = whenOver;
  }

  Optional<Ipv4Address> of(ClientId client) {
    return Optional.ofNullable(byClient.get(client)).map(Offer::address);
  }

  boolean isOffered(Ipv4Address address) {
    return byAddress.containsKey(address);
  }

  /** And not to this client too. */
  boolean isToAnother(Ipv4Address address, ClientId client) {
    return byAddress.containsKey(address) && !of(client).equals(Optional.of(address));
  }

  /** The address whose last offer is the longest ago, among those that another may be offered. */
  Optional<Ipv4Address> oldest(Predicate<Ipv4Address> usable) {
    return byAddress.keySet().stream().limit(MOST_LOOKED_AT).filter(usable).findFirst();
  }

  /** Replaces an earlier offer to this client. Times never go back. */
  void add(ClientId client, Ipv4Address address, long until) {
    remove(client);
    if (byClient.size() >= most) {
      remove(byClient.keySet().iterator().next());
    }
    byClient.put(client, new Offer(address, until));
    byAddress.remove(address);
    byAddress.put(address, client);
  }

  void remove(ClientId client) {
    Offer offer = byClient.remove(client);
    if (offer != null) {
      over(client, offer);
    }
  }

  void expire(long now) {
    Iterator<Map.Entry<ClientId, Offer>> oldestFirst = byClient.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<ClientId, Offer> first = oldestFirst.next();
      if (first.getValue().until() > now) {
        return;
      }
      oldestFirst.remove();
      over(first.getKey(), first.getValue());
    }
  }

  /** When the clock was set, and nobody knows any more until when they are good. */
  void withdrawAll() {
    expire(Long.MAX_VALUE);
  }

  private void over(ClientId client, Offer offer) {
    // Somebody who was offered the same address later may still take it.
    if (byAddress.remove(offer.address(), client)) {
      whenOver.accept(offer.address());
    }
  }
}

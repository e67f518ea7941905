package org.comosix.appliance.lease;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Addresses named in an OFFER and not yet asked for. In memory only: nothing was promised (RFC
 * 2131, section 3.1, point 2). One per client, the oldest go first when there are too many.
 */
final class Offers {

  private final int most;
  private final LinkedHashMap<ClientId, Offer> byClient = new LinkedHashMap<>();
  private final Map<Ipv4Address, ClientId> byAddress = new HashMap<>();
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

  boolean isToAnother(Ipv4Address address, ClientId client) {
    ClientId holder = byAddress.get(address);
    return holder != null && !holder.equals(client);
  }

  /** Replaces an earlier offer to this client. Times never go back. */
  void add(ClientId client, Ipv4Address address, long until) {
    remove(client);
    if (byClient.size() >= most) {
      remove(byClient.keySet().iterator().next());
    }
    byClient.put(client, new Offer(address, until));
    byAddress.put(address, client);
  }

  void remove(ClientId client) {
    Offer offer = byClient.remove(client);
    if (offer != null) {
      over(offer);
    }
  }

  void expire(long now) {
    Iterator<Offer> oldestFirst = byClient.values().iterator();
    while (oldestFirst.hasNext()) {
      Offer offer = oldestFirst.next();
      if (offer.until() > now) {
        return;
      }
      oldestFirst.remove();
      over(offer);
    }
  }

  /** When the clock was set, and nobody knows any more until when they are good. */
  void withdrawAll() {
    expire(Long.MAX_VALUE);
  }

  private void over(Offer offer) {
    byAddress.remove(offer.address());
    whenOver.accept(offer.address());
  }
}

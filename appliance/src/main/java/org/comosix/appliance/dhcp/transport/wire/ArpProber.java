package org.comosix.appliance.dhcp.transport.wire;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.comosix.appliance.dhcp.conflict.Prober.Question;
import org.comosix.appliance.dhcp.conflict.Prober.User;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.ethernet.ArpPacket;
import org.comosix.appliance.transport.ethernet.EthernetFrame;
import org.comosix.appliance.transport.ethernet.EthernetLink;

/** Asks by ARP on a link of ours. Asked on the DHCP thread, hears on the links' threads. */
final class ArpProber {

  /** Those asked for; with a user once one has answered. */
  private final Map<Ipv4Address, Optional<User>> asked = new ConcurrentHashMap<>();

  boolean ask(EthernetLink link, Question question) {
    asked.put(question.address(), Optional.empty());
    boolean sent =
        link.send(ArpPacket.probe(link.address(), question.address()).toBroadcastFrame());
    if (!sent) {
      asked.remove(question.address());
    }
    return sent;
  }

  /** Any claim counts, not replies only: who announces its address meanwhile uses it as well. */
  void hears(EthernetFrame frame) {
    ArpPacket.in(frame)
        .filter(packet -> asked.containsKey(packet.senderAddress()))
        .ifPresent(
            packet ->
                asked.replace(
                    packet.senderAddress(),
                    Optional.of(new User(Optional.of(packet.senderMac())))));
  }

  Optional<User> answer(Ipv4Address address) {
    return Optional.ofNullable(asked.remove(address)).flatMap(user -> user);
  }
}

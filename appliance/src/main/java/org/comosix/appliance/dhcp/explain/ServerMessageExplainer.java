package org.comosix.appliance.dhcp.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.lease.LeaseIndex;

/** Says what a server said, and what is wrong with it. */
public final class ServerMessageExplainer {

  private final DhcpRules rules;
  private final LeaseIndex leases;
  private final Set<Ipv4Address> own;

  public ServerMessageExplainer(DhcpRules rules, LeaseIndex leases, Set<Ipv4Address> own) {
    this.rules = rules;
    this.leases = leases;
    this.own = Set.copyOf(own);
  }

  /**
   * Explains one message.
   *
   * @param source its sender, which is a relay agent's address where one passes it on
   * @param query what it answers, where that was seen
   */
  public Explanation explain(DhcpMessage message, Ipv4Address source, Optional<DhcpMessage> query) {
    Ipv4Address server = message.options().address(OptionCode.SERVER_IDENTIFIER).orElse(source);
    boolean ours = own.contains(server);
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact(
            "server",
            ours ? server + ", which is this server" : server + ", which is another server"));
    facts.add(new Fact("client", ClientWords.hardware(message)));
    facts.add(new Fact("says", AnswerWords.of(message)));
    AnswerWords.bootFile(message)
        .ifPresent(
            file -> facts.add(new Fact("boots", file + ", next server " + message.siaddr())));
    facts.add(new Fact("tells", OptionWords.sentence(message.options())));
    List<String> faults = new ArrayList<>(ServerFaults.of(message, query));
    if (!ours) {
      addRivalry(faults, message, server);
    }
    faults.forEach(fault -> facts.add(new Fact("wrong", fault)));
    return new Explanation(facts, Optional.empty(), Optional.empty());
  }

  private void addRivalry(List<String> faults, DhcpMessage message, Ipv4Address server) {
    Ipv4Address address = message.yiaddr();
    Optional<MacAddress> client =
        Optional.of(message.hardware()).filter(h -> h.isEthernet()).map(h -> h.mac());
    Optional<Lease> held =
        leases.activeByAddress(address).filter(lease -> !client.equals(Optional.of(lease.mac())));
    if (held.isPresent()) {
      faults.add(
          address
              + " is leased to "
              + held.get().mac()
              + " by this server: two machines with one"
              + " address");
    } else if (rules.pools().stream().anyMatch(pool -> pool.contains(address))) {
      faults.add(address + " is in a pool of this server: it may give the same address away");
    }
    if (message.type().equals(Optional.of(MessageType.NAK))) {
      faults.add("it refuses an address that this server may have given");
    }
    if (!address.isAny()) {
      faults.add(
          "with two servers the first answer wins, by chance each time; switch "
              + server
              + " off, or take this network out of one of the two");
    }
  }
}

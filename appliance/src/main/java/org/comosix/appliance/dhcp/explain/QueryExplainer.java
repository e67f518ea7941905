package org.comosix.appliance.dhcp.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.comosix.appliance.boot.BootPolicy;
import org.comosix.appliance.dhcp.ClientProfile;
import org.comosix.appliance.dhcp.ClientProfiler;
import org.comosix.appliance.dhcp.DhcpOutcome;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.DhcpServer;
import org.comosix.appliance.dhcp.IgnoreReason;
import org.comosix.appliance.dhcp.NetworkSelector;
import org.comosix.appliance.dhcp.OfferGuard;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseIndex;

/**
 * Lets a {@link DhcpServer} decide on a copy of the leases and says why it decided so, by asking
 * the parts of which it is made what they found. One thread.
 */
public final class QueryExplainer {

  private final NetworkSelector networks;
  private final ClientProfiler profiler;
  private final LeaseBook leases;
  private final LeaseIndex index;
  private final DhcpServer server;
  private final Function<MacAddress, String> nothingToBoot;
  private final Map<ClientId, Ipv4Address> offered = new HashMap<>();

  /**
   * Over a book of its own, whose journal keeps nothing.
   *
   * @param own all addresses of the server
   * @param nothingToBoot why a node may be told nothing to boot, and what to do about it
   */
  public QueryExplainer(
      DhcpRules rules,
      Nodes nodes,
      LeaseBook leases,
      LeaseIndex index,
      BootPolicy policy,
      Set<Ipv4Address> own,
      Function<MacAddress, String> nothingToBoot) {
    this.networks = new NetworkSelector(rules.networks(), rules.relays());
    this.profiler = new ClientProfiler(nodes, rules.classes(), leases, rules.labels());
    this.leases = leases;
    this.index = index;
    this.server = new DhcpServer(rules, nodes, leases, policy, own, OfferGuard.ADMITS_ALL);
    this.nothingToBoot = nothingToBoot;
  }

  /**
   * Decides.
   *
   * @param heard whether the server gets the message at all: then what is decided counts for the
   *     messages after this one
   */
  public Explanation explain(DhcpQuery query, boolean heard) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("client", ClientWords.client(query.message())));
    facts.add(new Fact("asks", StateWords.of(query)));
    facts.add(new Fact("sends", OptionWords.sentence(query.options())));
    leases.expire();
    Optional<NetworkSelector.Selection> link = networks.select(query);
    Optional<ClientProfile> client = link.flatMap(found -> profiler.of(query, found));
    facts.add(
        new Fact(
            "link",
            link.map(found -> LinkWords.of(query, found)).orElseGet(() -> LinkWords.none(query))));
    client.ifPresent(found -> addClient(facts, found));
    Optional<Standing> standing = client.map(found -> standing(query, found));
    DhcpOutcome outcome = server.handle(query);
    if (heard) {
      leases.commit();
    } else {
      leases.rollback();
    }
    if (outcome instanceof DhcpOutcome.Reply reply) {
      addReply(facts, query, client.orElseThrow(), standing.orElseThrow(), reply);
      offered.put(client.orElseThrow().client(), reply.message().yiaddr());
      return new Explanation(facts, Optional.of(reply.message()), Optional.empty());
    }
    IgnoreReason reason = ((DhcpOutcome.Ignore) outcome).reason();
    IgnoreWords words = IgnoreWords.of(reason);
    facts.add(new Fact("answer", "none: " + words.why()));
    facts.add(new Fact("remedy", words.remedy()));
    return new Explanation(facts, Optional.empty(), Optional.of(reason));
  }

  private static void addClient(List<Fact> facts, ClientProfile client) {
    facts.add(new Fact("machine", ClientWords.machine(client)));
    facts.add(new Fact("classes", ClientWords.classes(client)));
    facts.add(new Fact("role", ClientWords.role(client)));
  }

  private Standing standing(DhcpQuery query, ClientProfile client) {
    Optional<Ipv4Address> before = Optional.ofNullable(offered.get(client.client()));
    return Standing.of(query, client, before, leases, index);
  }

  private void addReply(
      List<Fact> facts,
      DhcpQuery query,
      ClientProfile client,
      Standing standing,
      DhcpOutcome.Reply reply) {
    DhcpMessage message = reply.message();
    boolean refused = message.type().equals(Optional.of(MessageType.NAK));
    facts.add(new Fact("answer", AnswerWords.of(message)));
    if (!message.yiaddr().isAny()) {
      facts.add(new Fact("because", standing.why(message.yiaddr())));
    }
    if (!refused) {
      facts.add(
          new Fact("boots", AnswerWords.boot(query.message(), client, message, nothingToBoot)));
    }
    facts.add(new Fact("tells", OptionWords.sentence(message.options())));
    facts.add(new Fact("goes", LinkWords.route(reply.route(), query)));
  }
}

package org.comosix.appliance.dhcp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.boot.BootOffer;
import org.comosix.appliance.boot.BootPolicy;
import org.comosix.appliance.dhcp.DhcpOutcome.Reply;
import org.comosix.appliance.dhcp.codec.ClientFqdn;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpMessage.ReplyFields;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;

/**
 * Builds replies field by field.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2131#section-4.3.1">RFC 2131, table 3</a>
 */
public final class ReplyBuilder {

  private static final List<Integer> ECHOED =
      List.of(
          OptionCode.CLIENT_IDENTIFIER,
          OptionCode.CLIENT_MACHINE_ID,
          OptionCode.SUBNET_SELECTION,
          OptionCode.RELAY_AGENT_INFORMATION);

  private final BootOptions boot;
  private final NodeLabels labels;

  public ReplyBuilder(BootPolicy policy, NodeLabels labels) {
    this.boot = new BootOptions(policy);
    this.labels = labels;
  }

  /**
   * What a client is given.
   *
   * @param time whole seconds
   */
  record Grant(Ipv4Address address, NodeName name, Duration time) {}

  DhcpOutcome offer(DhcpQuery query, ClientProfile client, Grant grant) {
    return lease(MessageType.OFFER, query, client, grant, new OptionSelection());
  }

  DhcpOutcome ack(DhcpQuery query, ClientProfile client, Grant grant) {
    return lease(MessageType.ACK, query, client, grant, new OptionSelection());
  }

  /** RFC 4039, section 3.1: the ACK that answers a DISCOVER says so. */
  DhcpOutcome rapidAck(DhcpQuery query, ClientProfile client, Grant grant) {
    OptionSelection options = new OptionSelection().always(OptionCode.RAPID_COMMIT);
    options.onRequest().put(OptionCode.RAPID_COMMIT, new byte[0]);
    return lease(MessageType.ACK, query, client, grant, options);
  }

  /** Section 4.3.5: no lease times, no yiaddr, to ciaddr. */
  DhcpOutcome inform(DhcpQuery query, ClientProfile client) {
    Ipv4Address address = query.message().ciaddr();
    DhcpSubnet subnet = subnetOf(client, address);
    OptionSelection options = new OptionSelection();
    begin(options, MessageType.ACK, query, subnet);
    addNetwork(options, subnet);
    return finish(query, client, subnet, options, address, Ipv4Address.ANY);
  }

  /** Section 4.3.2: says why, and reaches a client whose address is wrong. */
  DhcpOutcome nak(DhcpQuery query, ClientProfile client, String why) {
    DhcpMessage message = query.message();
    OptionSelection options = new OptionSelection();
    begin(options, MessageType.NAK, query, client.network().subnets().get(0));
    options.always(OptionCode.MESSAGE).onRequest().put(OptionCode.MESSAGE, why);
    addEchoes(options, message.options());
    int flags =
        message.isRelayed() ? message.flags() | DhcpMessage.BROADCAST_FLAG : message.flags();
    DhcpMessage reply =
        message.reply(flags, Ipv4Address.ANY, ReplyFields.NONE, options.to(message.options()));
    return routed(query, client.network(), reply);
  }

  /** RFC 1534, section 2: no message type and nothing that only DHCP knows. */
  DhcpOutcome bootp(DhcpQuery query, ClientProfile client, Grant grant) {
    DhcpSubnet subnet = subnetOf(client, grant.address());
    OptionSelection options = new OptionSelection();
    addNetwork(options, subnet);
    options.onRequest().put(OptionCode.HOST_NAME, grant.name().value());
    return finish(query, client, subnet, options, query.message().ciaddr(), grant.address());
  }

  private DhcpOutcome lease(
      MessageType type,
      DhcpQuery query,
      ClientProfile client,
      Grant grant,
      OptionSelection options) {
    DhcpSubnet subnet = subnetOf(client, grant.address());
    begin(options, type, query, subnet);
    addTimes(options.onRequest(), grant.time());
    addNetwork(options, subnet);
    addName(options, query, client, subnet, grant.name());
    Ipv4Address ciaddr = type == MessageType.ACK ? query.message().ciaddr() : Ipv4Address.ANY;
    return finish(query, client, subnet, options, ciaddr, grant.address());
  }

  private static DhcpSubnet subnetOf(ClientProfile client, Ipv4Address address) {
    return client
        .network()
        .subnetOf(address)
        .orElseThrow(() -> new IllegalStateException(address + " is not on " + client.network()));
  }

  private static void begin(
      OptionSelection options, MessageType type, DhcpQuery query, DhcpSubnet subnet) {
    options
        .onRequest()
        .put(type)
        .put(OptionCode.SERVER_IDENTIFIER, query.serverIdentifierFor(subnet.subnet()));
  }

  /** T1 and T2 as section 4.4.5 has them by default, for clients that ask. */
  private static void addTimes(DhcpOptions.Builder options, Duration leaseTime) {
    long seconds = leaseTime.toSeconds();
    options
        .putSeconds(OptionCode.LEASE_TIME, seconds)
        .putSeconds(OptionCode.RENEWAL_TIME, seconds / 2)
        .putSeconds(OptionCode.REBINDING_TIME, seconds * 7 / 8);
  }

  private static void addNetwork(OptionSelection selection, DhcpSubnet subnet) {
    DhcpOptions.Builder options = selection.always(OptionCode.SUBNET_MASK).onRequest();
    options
        .put(OptionCode.SUBNET_MASK, subnet.subnet().mask())
        .put(OptionCode.BROADCAST_ADDRESS, subnet.subnet().broadcast());
    subnet.router().ifPresent(router -> options.put(OptionCode.ROUTER, router));
    if (!subnet.dnsServers().isEmpty()) {
      options.put(OptionCode.DOMAIN_NAME_SERVER, subnet.dnsServers());
    }
    subnet.domainName().ifPresent(name -> options.put(OptionCode.DOMAIN_NAME, name));
  }

  private void addName(
      OptionSelection options,
      DhcpQuery query,
      ClientProfile client,
      DhcpSubnet subnet,
      NodeName name) {
    options.onRequest().put(OptionCode.HOST_NAME, name.value());
    query
        .fqdn()
        .map(asked -> fqdn(asked, client, subnet, name))
        .ifPresent(
            told ->
                options
                    .always(OptionCode.CLIENT_FQDN)
                    .onRequest()
                    .put(OptionCode.CLIENT_FQDN, told.encoded()));
  }

  /**
   * RFC 4702, section 4: we write both records whatever the client would like, and say so. The name
   * of a node is its alias, which every program takes.
   */
  private ClientFqdn fqdn(
      ClientFqdn asked, ClientProfile client, DhcpSubnet subnet, NodeName name) {
    String label =
        client.isNode() ? labels.alias(name).orElseGet(() -> labels.label(name)) : name.value();
    int overridden = asked.has(ClientFqdn.S) ? 0 : ClientFqdn.O;
    return new ClientFqdn(
        ClientFqdn.S | overridden | (asked.flags() & ClientFqdn.E),
        subnet.domainName().map(domain -> label + "." + domain).orElse(label));
  }

  /**
   * RFC 6842 for 61, RFC 4578 section 2.3 for 97, RFC 3046 section 2.2 for 82, RFC 3011 for 118.
   */
  private static void addEchoes(OptionSelection options, DhcpOptions query) {
    for (int code : ECHOED) {
      query.bytes(code).ifPresent(value -> options.always(code).onRequest().put(code, value));
    }
  }

  private DhcpOutcome finish(
      DhcpQuery query,
      ClientProfile client,
      DhcpSubnet subnet,
      OptionSelection options,
      Ipv4Address ciaddr,
      Ipv4Address yiaddr) {
    ClientKind kind = query.clientKind();
    Optional<BootOffer> offer =
        client.isNode()
            ? boot.offer(query, client.mac(), query.serverAddress(subnet.subnet()))
            : Optional.empty();
    options.override(subnet.options(), false);
    offer.ifPresent(found -> BootOptions.add(options, found, kind));
    for (int i = client.classes().size() - 1; i >= 0; i--) {
      options.override(client.classes().get(i).options(), true);
    }
    addEchoes(options, query.options());
    ReplyFields fields =
        offer
            .map(found -> BootOptions.fields(yiaddr, found, kind))
            .orElseGet(() -> new ReplyFields(yiaddr, Ipv4Address.ANY, "", ""));
    DhcpMessage reply =
        query.message().reply(query.message().flags(), ciaddr, fields, options.to(query.options()));
    return routed(query, client.network(), reply);
  }

  private static DhcpOutcome routed(DhcpQuery query, DhcpNetwork network, DhcpMessage reply) {
    return new Reply(reply, ReplyRoute.of(query.message(), reply, network));
  }
}

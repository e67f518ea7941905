package org.comosix.appliance.dhcp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.boot.BootOffer;
import org.comosix.appliance.boot.BootPolicy;
import org.comosix.appliance.dhcp.DhcpOutcome.Reply;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpMessage.ReplyFields;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.NodeName;

/**
 * Builds replies field by field.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2131#section-4.3.1">RFC 2131, table 3</a>
 */
public final class ReplyBuilder {

  private final BootOptions boot;

  public ReplyBuilder(BootPolicy policy) {
    this.boot = new BootOptions(policy);
  }

  DhcpOutcome offer(DhcpQuery query, DhcpSubnet subnet, Ipv4Address address, NodeName name) {
    return lease(MessageType.OFFER, query, subnet, address, name);
  }

  DhcpOutcome ack(DhcpQuery query, DhcpSubnet subnet, Ipv4Address address, NodeName name) {
    return lease(MessageType.ACK, query, subnet, address, name);
  }

  /** Section 4.3.5: no lease times, no yiaddr, to ciaddr. */
  DhcpOutcome inform(DhcpQuery query, DhcpSubnet subnet) {
    Ipv4Address server = query.serverAddress(subnet);
    DhcpOptions.Builder options = begin(MessageType.ACK, server);
    Optional<BootOffer> offer = boot.offer(query, server);
    addNetwork(options, subnet);
    return finish(query, subnet, query.message().ciaddr(), Ipv4Address.ANY, offer, options);
  }

  /** Section 4.3.2: says why, and reaches a client whose address is wrong. */
  DhcpOutcome nak(DhcpQuery query, DhcpSubnet subnet, String why) {
    DhcpMessage message = query.message();
    DhcpOptions.Builder options =
        begin(MessageType.NAK, query.serverAddress(subnet)).put(OptionCode.MESSAGE, why);
    addEchoes(options, message.options());
    int flags =
        message.isRelayed() ? message.flags() | DhcpMessage.BROADCAST_FLAG : message.flags();
    return routed(
        query, subnet, message.reply(flags, Ipv4Address.ANY, ReplyFields.NONE, options.build()));
  }

  private DhcpOutcome lease(
      MessageType type, DhcpQuery query, DhcpSubnet subnet, Ipv4Address address, NodeName name) {
    Ipv4Address server = query.serverAddress(subnet);
    DhcpOptions.Builder options = begin(type, server);
    addTimes(options, subnet.leaseTime());
    addNetwork(options, subnet);
    options.put(OptionCode.HOST_NAME, name.value());
    Ipv4Address ciaddr = type == MessageType.ACK ? query.message().ciaddr() : Ipv4Address.ANY;
    return finish(query, subnet, ciaddr, address, boot.offer(query, server), options);
  }

  private static DhcpOptions.Builder begin(MessageType type, Ipv4Address server) {
    return DhcpOptions.builder().put(type).put(OptionCode.SERVER_IDENTIFIER, server);
  }

  /** T1 and T2 as section 4.4.5 has them by default, told so that no client needs to guess. */
  private static void addTimes(DhcpOptions.Builder options, Duration leaseTime) {
    long seconds = leaseTime.toSeconds();
    options
        .putSeconds(OptionCode.LEASE_TIME, seconds)
        .putSeconds(OptionCode.RENEWAL_TIME, seconds / 2)
        .putSeconds(OptionCode.REBINDING_TIME, seconds * 7 / 8);
  }

  private static void addNetwork(DhcpOptions.Builder options, DhcpSubnet subnet) {
    options
        .put(OptionCode.SUBNET_MASK, subnet.subnet().mask())
        .put(OptionCode.BROADCAST_ADDRESS, subnet.subnet().broadcast());
    subnet.router().ifPresent(router -> options.put(OptionCode.ROUTER, router));
    addUnlessEmpty(options, OptionCode.DOMAIN_NAME_SERVER, subnet.dnsServers());
    subnet.domainName().ifPresent(name -> options.put(OptionCode.DOMAIN_NAME, name));
    addUnlessEmpty(options, OptionCode.NTP_SERVERS, subnet.ntpServers());
  }

  private static void addUnlessEmpty(
      DhcpOptions.Builder options, int code, List<Ipv4Address> addresses) {
    if (!addresses.isEmpty()) {
      options.put(code, addresses);
    }
  }

  /** RFC 6842 for 61, RFC 4578 section 2.3 for 97, RFC 3046 section 2.2 for 82, which is last. */
  private static void addEchoes(DhcpOptions.Builder options, DhcpOptions query) {
    for (int code :
        new int[] {
          OptionCode.CLIENT_IDENTIFIER,
          OptionCode.CLIENT_MACHINE_ID,
          OptionCode.RELAY_AGENT_INFORMATION
        }) {
      query.bytes(code).ifPresent(value -> options.put(code, value));
    }
  }

  private static DhcpOutcome finish(
      DhcpQuery query,
      DhcpSubnet subnet,
      Ipv4Address ciaddr,
      Ipv4Address yiaddr,
      Optional<BootOffer> offer,
      DhcpOptions.Builder options) {
    ClientKind kind = query.clientKind();
    offer.ifPresent(found -> BootOptions.add(options, found, kind));
    addEchoes(options, query.message().options());
    ReplyFields fields =
        offer
            .map(found -> BootOptions.fields(yiaddr, found, kind))
            .orElseGet(() -> new ReplyFields(yiaddr, Ipv4Address.ANY, "", ""));
    return routed(
        query,
        subnet,
        query.message().reply(query.message().flags(), ciaddr, fields, options.build()));
  }

  private static DhcpOutcome routed(DhcpQuery query, DhcpSubnet subnet, DhcpMessage reply) {
    return new Reply(reply, ReplyRoute.of(query.message(), reply, subnet));
  }
}

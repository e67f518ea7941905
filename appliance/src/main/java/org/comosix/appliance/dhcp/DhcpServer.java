package org.comosix.appliance.dhcp;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseClaim;
import org.comosix.appliance.lease.LeaseDecision;
import org.comosix.appliance.lease.LeaseScope;

/**
 * Decides what to answer to one DHCPv4 query.
 *
 * <p>Runs on the DHCP thread only. Does no I/O itself: the endpoint commits the {@link LeaseBook}
 * after a batch of decisions and sends their replies after that.
 *
 * <p>The client is its Ethernet address, whatever option 61 says: ROM, iPXE, initramfs and
 * operating system each send another client identifier, and RFC 2131 would see four clients.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2131#section-4.3">RFC 2131, section 4.3</a>
 */
public final class DhcpServer {

  private final SubnetSelector subnets;
  private final Nodes nodes;
  private final LeaseBook leases;
  private final ReplyBuilder replies;
  private final HostNames hostNames;

  public DhcpServer(
      SubnetSelector subnets,
      Nodes nodes,
      LeaseBook leases,
      ReplyBuilder replies,
      NodeLabels labels) {
    this.subnets = subnets;
    this.nodes = nodes;
    this.leases = leases;
    this.replies = replies;
    this.hostNames = new HostNames(labels);
  }

  public DhcpOutcome handle(DhcpQuery query) {
    if (query.message().op() != DhcpMessage.BOOTREQUEST) {
      return DhcpOutcome.ignore(IgnoreReason.NOT_A_QUERY);
    }
    Optional<MessageType> type = query.type();
    if (type.isEmpty()) {
      return DhcpOutcome.ignore(IgnoreReason.NO_KNOWN_TYPE);
    }
    if (!query.message().hardware().isEthernet()) {
      return DhcpOutcome.ignore(IgnoreReason.UNSUPPORTED_HARDWARE);
    }
    Optional<DhcpSubnet> subnet = subnets.select(query);
    if (subnet.isEmpty()) {
      return DhcpOutcome.ignore(IgnoreReason.NO_SUBNET);
    }
    return switch (type.get()) {
      case DISCOVER -> discover(query, subnet.get());
      case REQUEST -> request(query, subnet.get());
      case DECLINE -> decline(query, subnet.get());
      case RELEASE -> release(query);
      case INFORM -> inform(query, subnet.get());
      case OFFER, ACK, NAK -> DhcpOutcome.ignore(IgnoreReason.SENT_BY_A_SERVER);
    };
  }

  private DhcpOutcome discover(DhcpQuery query, DhcpSubnet subnet) {
    LeaseClaim claim = claim(query, subnet, query.requestedAddress());
    Optional<Ipv4Address> address = leases.offer(claim);
    return address.isEmpty()
        ? DhcpOutcome.ignore(IgnoreReason.POOL_EXHAUSTED)
        : replies.offer(query, subnet, address.get(), leases.nameFor(claim));
  }

  private DhcpOutcome request(DhcpQuery query, DhcpSubnet subnet) {
    Optional<RequestState> state = RequestState.of(query);
    if (state.isEmpty()) {
      return DhcpOutcome.ignore(IgnoreReason.INCOMPLETE);
    }
    Optional<Ipv4Address> ciaddr =
        Optional.of(query.message().ciaddr()).filter(address -> !address.isAny());
    return switch (state.get()) {
      case SELECTING -> {
        if (isForAnotherServer(query)) {
          leases.withdrawOffer(ClientId.of(query.mac()));
          yield DhcpOutcome.ignore(IgnoreReason.CHOSE_ANOTHER_SERVER);
        }
        Optional<Ipv4Address> wanted = query.requestedAddress().or(() -> ciaddr);
        yield answer(query, subnet, leases.bindOffered(claim(query, subnet, wanted)));
      }
      case INIT_REBOOT ->
          answer(query, subnet, leases.confirm(claim(query, subnet, query.requestedAddress())));
      case RENEWING, REBINDING ->
          answer(query, subnet, leases.extend(claim(query, subnet, ciaddr)));
    };
  }

  private DhcpOutcome answer(DhcpQuery query, DhcpSubnet subnet, LeaseDecision decision) {
    if (decision instanceof LeaseDecision.Bound bound) {
      Lease lease = bound.lease();
      return replies.ack(
          query, subnet, lease.address(), lease.name().orElseThrow(IllegalStateException::new));
    }
    if (decision instanceof LeaseDecision.Refused refused) {
      return replies.nak(query, subnet, refused.reason().text());
    }
    // Another server may know this client: answering would take its address away.
    return DhcpOutcome.ignore(IgnoreReason.UNKNOWN_CLIENT);
  }

  /** Section 4.3.3. */
  private DhcpOutcome decline(DhcpQuery query, DhcpSubnet subnet) {
    if (isForAnotherServer(query)) {
      return DhcpOutcome.ignore(IgnoreReason.FOR_ANOTHER_SERVER);
    }
    if (query.requestedAddress().isEmpty()) {
      return DhcpOutcome.ignore(IgnoreReason.INCOMPLETE);
    }
    boolean done = leases.decline(claim(query, subnet, query.requestedAddress()));
    return DhcpOutcome.ignore(
        done ? IgnoreReason.DONE_WITHOUT_REPLY : IgnoreReason.DECLINE_BY_STRANGER);
  }

  /** Section 4.3.4. */
  private DhcpOutcome release(DhcpQuery query) {
    if (isForAnotherServer(query)) {
      return DhcpOutcome.ignore(IgnoreReason.FOR_ANOTHER_SERVER);
    }
    Ipv4Address address = query.message().ciaddr();
    if (address.isAny()) {
      return DhcpOutcome.ignore(IgnoreReason.INCOMPLETE);
    }
    boolean done = leases.release(ClientId.of(query.mac()), address);
    return DhcpOutcome.ignore(
        done ? IgnoreReason.DONE_WITHOUT_REPLY : IgnoreReason.RELEASE_BY_STRANGER);
  }

  /** Section 4.3.5. */
  private DhcpOutcome inform(DhcpQuery query, DhcpSubnet subnet) {
    Ipv4Address address = query.message().ciaddr();
    if (address.isAny()) {
      return DhcpOutcome.ignore(IgnoreReason.INCOMPLETE);
    }
    return subnet.subnet().contains(address)
        ? replies.inform(query, subnet)
        : DhcpOutcome.ignore(IgnoreReason.NO_SUBNET);
  }

  private static boolean isForAnotherServer(DhcpQuery query) {
    return query
        .serverIdentifier()
        .filter(server -> !query.arrival().addresses().contains(server))
        .isPresent();
  }

  private LeaseClaim claim(DhcpQuery query, DhcpSubnet subnet, Optional<Ipv4Address> requested) {
    Optional<Node> node = nodes.byMac(query.mac());
    return new LeaseClaim(
        ClientId.of(query.mac()),
        query.mac(),
        new LeaseScope(List.of(subnet.subnet()), subnet.pools()),
        requested,
        node.flatMap(Node::address).filter(subnet.subnet()::contains),
        node.map(Node::name),
        hostNames.wish(query.message().options()),
        subnet.leaseTime(),
        MachineRole.NODE);
  }
}

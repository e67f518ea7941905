package org.comosix.appliance.dhcp;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.boot.BootPolicy;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseClaim;
import org.comosix.appliance.lease.LeaseDecision;

/**
 * Decides what to answer to one DHCPv4 query.
 *
 * <p>Runs on the DHCP thread only. Does no I/O itself: the endpoint commits the {@link LeaseBook}
 * after a batch of decisions and sends their replies after that.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2131#section-4.3">RFC 2131, section 4.3</a>
 */
public final class DhcpServer {

  private final NetworkSelector networks;
  private final ClientProfiler profiler;
  private final LeaseBook leases;
  private final ReplyBuilder replies;
  private final Set<Ipv4Address> own;
  private final boolean rapidCommit;
  private final OfferGuard guard;

  /**
   * Serves this.
   *
   * @param own all our addresses: each of them names us in option 54
   * @param guard asked before an address is offered
   */
  public DhcpServer(
      DhcpRules rules,
      Nodes nodes,
      LeaseBook leases,
      BootPolicy policy,
      Set<Ipv4Address> own,
      OfferGuard guard) {
    this.networks = new NetworkSelector(rules.networks(), rules.relays());
    this.profiler = new ClientProfiler(nodes, rules.classes(), leases, rules.labels());
    this.leases = leases;
    this.replies = new ReplyBuilder(policy, rules.labels());
    this.own = Set.copyOf(own);
    this.rapidCommit = rules.rapidCommit();
    this.guard = guard;
  }

  public DhcpOutcome handle(DhcpQuery query) {
    if (query.message().op() != DhcpMessage.BOOTREQUEST) {
      return DhcpOutcome.ignore(IgnoreReason.NOT_A_QUERY);
    }
    Optional<MessageType> type = query.type();
    if (type.isEmpty() && !query.message().isBootp()) {
      return DhcpOutcome.ignore(IgnoreReason.NO_KNOWN_TYPE);
    }
    Optional<NetworkSelector.Selection> selection = networks.select(query);
    if (selection.isEmpty()) {
      return DhcpOutcome.ignore(IgnoreReason.NO_SUBNET);
    }
    Optional<ClientProfile> client = profiler.of(query, selection.get());
    if (client.isEmpty()) {
      return DhcpOutcome.ignore(IgnoreReason.UNSUPPORTED_HARDWARE);
    }
    return type.isEmpty() ? bootp(query, client.get()) : byType(type.get(), query, client.get());
  }

  private DhcpOutcome byType(MessageType type, DhcpQuery query, ClientProfile client) {
    return switch (type) {
      case DISCOVER -> discover(query, client);
      case REQUEST -> request(query, client);
      case DECLINE -> decline(query, client);
      case RELEASE -> release(query, client);
      case INFORM -> inform(query, client);
      case OFFER, ACK, NAK -> DhcpOutcome.ignore(IgnoreReason.SENT_BY_A_SERVER);
    };
  }

  private DhcpOutcome discover(DhcpQuery query, ClientProfile client) {
    LeaseClaim claim = client.claim(query.requestedAddress());
    Optional<Ipv4Address> address = leases.offer(claim);
    if (address.isEmpty()) {
      return DhcpOutcome.ignore(leases.isDurable() ? whyNone(claim) : IgnoreReason.NOT_DURABLE);
    }
    if (!guard.admits(query, claim, address.get())) {
      return DhcpOutcome.ignore(IgnoreReason.WAITS_FOR_PROBE);
    }
    LeaseClaim taken = client.claim(address);
    // A lease for each DISCOVER would be cheap for whoever invents machines.
    if (rapidCommit
        && query.options().has(OptionCode.RAPID_COMMIT)
        && !leases.isShortFor(taken, address.get())) {
      return rapidCommit(query, client, address.get());
    }
    Duration time =
        leases.timeLeft(claim, address.get()).orElseGet(() -> leases.timeFor(taken, address.get()));
    return replies.offer(
        query, client, new ReplyBuilder.Grant(address.get(), leases.nameFor(claim), time));
  }

  private IgnoreReason whyNone(LeaseClaim claim) {
    return leases.isKeptFromStrangers(claim)
        ? IgnoreReason.POOL_KEPT_FOR_KNOWN
        : IgnoreReason.POOL_EXHAUSTED;
  }

  /** RFC 4039, section 3.1: offered and taken in one. */
  private DhcpOutcome rapidCommit(DhcpQuery query, ClientProfile client, Ipv4Address address) {
    LeaseDecision decision = leases.bindOffered(client.claim(Optional.of(address)));
    return decision instanceof LeaseDecision.Bound bound
        ? replies.rapidAck(query, client, grant(bound))
        : DhcpOutcome.ignore(IgnoreReason.POOL_EXHAUSTED);
  }

  private DhcpOutcome request(DhcpQuery query, ClientProfile client) {
    Optional<RequestState> state = RequestState.of(query);
    if (state.isEmpty()) {
      return DhcpOutcome.ignore(IgnoreReason.INCOMPLETE);
    }
    Optional<Ipv4Address> ciaddr =
        Optional.of(query.message().ciaddr()).filter(address -> !address.isAny());
    return switch (state.get()) {
      case SELECTING -> {
        if (isForAnotherServer(query)) {
          leases.withdrawOffer(client.client());
          yield DhcpOutcome.ignore(IgnoreReason.CHOSE_ANOTHER_SERVER);
        }
        Optional<Ipv4Address> wanted = query.requestedAddress().or(() -> ciaddr);
        yield answer(query, client, leases.bindOffered(client.claim(wanted)));
      }
      case INIT_REBOOT ->
          answer(query, client, leases.confirm(client.claim(query.requestedAddress())));
      case RENEWING, REBINDING -> answer(query, client, leases.extend(client.claim(ciaddr)));
    };
  }

  private DhcpOutcome answer(DhcpQuery query, ClientProfile client, LeaseDecision decision) {
    if (decision instanceof LeaseDecision.Bound bound) {
      return replies.ack(query, client, grant(bound));
    }
    if (decision instanceof LeaseDecision.NotDurable) {
      return DhcpOutcome.ignore(IgnoreReason.NOT_DURABLE);
    }
    if (decision instanceof LeaseDecision.Refused refused) {
      return replies.nak(query, client, refused.reason().text());
    }
    // Another server may know this client: answering would take its address away.
    return DhcpOutcome.ignore(IgnoreReason.UNKNOWN_CLIENT);
  }

  /** Section 4.3.3. */
  private DhcpOutcome decline(DhcpQuery query, ClientProfile client) {
    if (isForAnotherServer(query)) {
      return DhcpOutcome.ignore(IgnoreReason.FOR_ANOTHER_SERVER);
    }
    if (query.requestedAddress().isEmpty()) {
      return DhcpOutcome.ignore(IgnoreReason.INCOMPLETE);
    }
    boolean done = leases.decline(client.claim(query.requestedAddress()));
    return ended(done, IgnoreReason.DECLINE_BY_STRANGER);
  }

  private DhcpOutcome ended(boolean done, IgnoreReason otherwise) {
    if (done) {
      return DhcpOutcome.ignore(IgnoreReason.DONE_WITHOUT_REPLY);
    }
    return DhcpOutcome.ignore(leases.isDurable() ? otherwise : IgnoreReason.NOT_DURABLE);
  }

  /** Section 4.3.4. */
  private DhcpOutcome release(DhcpQuery query, ClientProfile client) {
    if (isForAnotherServer(query)) {
      return DhcpOutcome.ignore(IgnoreReason.FOR_ANOTHER_SERVER);
    }
    Ipv4Address address = query.message().ciaddr();
    if (address.isAny()) {
      return DhcpOutcome.ignore(IgnoreReason.INCOMPLETE);
    }
    boolean done = leases.release(client.client(), address);
    return ended(done, IgnoreReason.RELEASE_BY_STRANGER);
  }

  /** Section 4.3.5. */
  private DhcpOutcome inform(DhcpQuery query, ClientProfile client) {
    Ipv4Address address = query.message().ciaddr();
    if (address.isAny()) {
      return DhcpOutcome.ignore(IgnoreReason.INCOMPLETE);
    }
    return client.network().subnetOf(address).isPresent()
        ? replies.inform(query, client)
        : DhcpOutcome.ignore(IgnoreReason.NO_SUBNET);
  }

  /**
   * RFC 1534, section 2: a BOOTP client never gives an address back, so it gets one only where one
   * is kept for it.
   */
  private DhcpOutcome bootp(DhcpQuery query, ClientProfile client) {
    LeaseClaim claim = client.claim(Optional.empty());
    return claim
        .reserved()
        .filter(reserved -> leases.offer(claim).equals(Optional.of(reserved)))
        .map(address -> replies.bootp(query, client, grant(client, address, leases.nameFor(claim))))
        .orElseGet(() -> DhcpOutcome.ignore(IgnoreReason.BOOTP_WITHOUT_RESERVATION));
  }

  private static ReplyBuilder.Grant grant(
      ClientProfile client, Ipv4Address address, NodeName name) {
    return new ReplyBuilder.Grant(address, name, client.leaseTime(Optional.of(address)));
  }

  private static ReplyBuilder.Grant grant(LeaseDecision.Bound bound) {
    Lease lease = bound.lease();
    return new ReplyBuilder.Grant(
        lease.address(), lease.name().orElseThrow(IllegalStateException::new), bound.time());
  }

  /** A relay agent may have had its own address told for ours (RFC 5107, section 4). */
  private boolean isForAnotherServer(DhcpQuery query) {
    return query
        .serverIdentifier()
        .filter(server -> !own.contains(server))
        .filter(server -> !query.relayInformation().serverIdOverride().equals(Optional.of(server)))
        .isPresent();
  }
}

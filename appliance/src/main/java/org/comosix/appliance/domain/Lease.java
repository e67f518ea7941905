package org.comosix.appliance.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An address bound to a client. Immutable.
 *
 * <p>Not a record, because there may be hundreds of thousands: a lease is one object of 64 bytes
 * and the characters of its name, and what the accessors return is made when it is asked for.
 */
public final class Lease {

  private final int address;
  private final long mac;
  private final long start;
  private final long end;
  private final long lastMessage;
  private final LeaseState state;
  private final MachineRole role;

  /** Empty where the client is its Ethernet address, as nearly all are. */
  private final Optional<ClientId> otherClient;

  /** Empty text for none. */
  private final String name;

  /**
   * A lease. Times are whole seconds; what is below is cut off.
   *
   * @param mac the client's hardware address, as in chaddr; for a client that is not known by one,
   *     a locally administered stand-in made from its identifier ({@link MacAddress#standingInFor})
   * @param name the machine's own name as we serve it, without prefix
   * @param start when it was last bound or renewed
   * @param end when it stops being valid; for DECLINED, when the quarantine ends
   * @param lastMessage when the client was last heard
   * @param role what it was when it was last heard
   */
  public Lease(
      Ipv4Address address,
      ClientId client,
      MacAddress mac,
      Optional<NodeName> name,
      LeaseState state,
      Instant start,
      Instant end,
      Instant lastMessage,
      MachineRole role) {
    this(
        address.bits(),
        client.is(mac) ? Optional.empty() : Optional.of(client),
        mac.bits(),
        name.map(NodeName::value).orElse(""),
        state,
        start.getEpochSecond(),
        end.getEpochSecond(),
        lastMessage.getEpochSecond(),
        role);
  }

  private Lease(
      int address,
      Optional<ClientId> otherClient,
      long mac,
      String name,
      LeaseState state,
      long start,
      long end,
      long lastMessage,
      MachineRole role) {
    this.address = address;
    this.otherClient = otherClient;
    this.mac = mac;
    this.name = name;
    this.state = state;
    this.start = start;
    this.end = end;
    this.lastMessage = lastMessage;
    this.role = role;
  }

  public Ipv4Address address() {
    return new Ipv4Address(address);
  }

  public ClientId client() {
    return otherClient.orElseGet(() -> ClientId.of(mac()));
  }

  /** The client where it is not its Ethernet address {@link #mac}. */
  public Optional<ClientId> otherClient() {
    return otherClient;
  }

  public MacAddress mac() {
    return new MacAddress(mac);
  }

  public Optional<NodeName> name() {
    return name.isEmpty() ? Optional.empty() : Optional.of(new NodeName(name));
  }

  public LeaseState state() {
    return state;
  }

  public Instant start() {
    return Instant.ofEpochSecond(start);
  }

  public Instant end() {
    return Instant.ofEpochSecond(end);
  }

  public Instant lastMessage() {
    return Instant.ofEpochSecond(lastMessage);
  }

  public MachineRole role() {
    return role;
  }

  /** Whether it is this client's. */
  public boolean isOf(ClientId other) {
    return otherClient.isEmpty() ? other.is(mac()) : otherClient.get().equals(other);
  }

  /** Whether it is the lease of this address. */
  public boolean isAt(Ipv4Address other) {
    return address == other.bits();
  }

  /** Whether the client has this hardware address, see {@link #mac}. */
  public boolean isOf(MacAddress other) {
    return mac == other.bits();
  }

  /** Whether it carries this name. */
  public boolean isNamed(NodeName other) {
    return name.equals(other.value());
  }

  public boolean isActiveAt(Instant now) {
    return state == LeaseState.BOUND && now.getEpochSecond() < end;
  }

  /** The same lease, over. */
  public Lease ended(LeaseState how, Instant when) {
    return new Lease(
        address, otherClient, mac, name, how, start, when.getEpochSecond(), lastMessage, role);
  }

  /** The same lease, all of its times later, or earlier. */
  public Lease movedBy(Duration duration) {
    long seconds = duration.toSeconds();
    return new Lease(
        address,
        otherClient,
        mac,
        name,
        state,
        start + seconds,
        end + seconds,
        lastMessage + seconds,
        role);
  }

  /** The same lease under another name. */
  public Lease named(NodeName other) {
    return new Lease(
        address, otherClient, mac, other.value(), state, start, end, lastMessage, role);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Lease that
        && address == that.address
        && mac == that.mac
        && state == that.state
        && start == that.start
        && end == that.end
        && lastMessage == that.lastMessage
        && role == that.role
        && otherClient.equals(that.otherClient)
        && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * address + Long.hashCode(end);
  }

  @Override
  public String toString() {
    return "Lease[address=%s, client=%s, mac=%s, name=%s, state=%s, start=%s, end=%s, lastMessage=%s, role=%s]"
        .formatted(address(), client(), mac(), name(), state, start(), end(), lastMessage(), role);
  }
}

package org.comosix.appliance.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.accept.AcceptedUpdates;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.domain.StaticRecord;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.transport.NettyRuntime;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server with a clock that tests turn, asked by function call and read by dnsjava. */
final class DnsLab implements AutoCloseable {

  static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  static final Duration LEASE_TIME = Duration.ofHours(12);

  private static final List<String> SECTIONS =
      List.of("QUESTION", "ANSWER", "AUTHORITY", "ADDITIONAL");

  private Instant now = START;
  private final NettyRuntime runtime = new NettyRuntime(1);
  final DnsService service;

  DnsLab(ZoneDefinition definition, Node... nodes) {
    this(definition, ZoneAccess.NONE, nodes);
  }

  DnsLab(ZoneDefinition definition, ZoneAccess access, Node... nodes) {
    this(definition, access, Optional.empty(), nodes);
  }

  /** Whose zones others change; their changes are to be started. */
  DnsLab(
      ZoneDefinition definition,
      ZoneAccess access,
      Optional<AcceptedUpdates> updates,
      Node... nodes) {
    InstantSource clock = () -> now;
    service =
        new DnsService(
            runtime,
            List.of(Ipv4Address.parse("127.0.0.1")),
            0,
            definition,
            access,
            new ConfiguredNodes(List.of(nodes)),
            Recursion.NONE,
            updates,
            clock);
  }

  /** {@code lab.example} with 10.77.0.0/24, we are 10.77.0.1. */
  static DnsLab lab(Node... nodes) {
    return new DnsLab(zone("10.77.0.0/24"), nodes);
  }

  /** The same with records in the configuration. */
  static DnsLab withRecords(StaticRecord... records) {
    ZoneDefinition plain = zone("10.77.0.0/24");
    return new DnsLab(
        new ZoneDefinition(
            plain.zone(),
            plain.labels(),
            plain.subnets(),
            plain.servers(),
            plain.ttl(),
            List.of(records)));
  }

  static ZoneDefinition zone(String... subnets) {
    return new ZoneDefinition(
        DomainName.parse("lab.example"),
        new NodeLabels("om_", "om-"),
        Arrays.stream(subnets).map(Ipv4Subnet::parse).toList(),
        List.of(Ipv4Address.parse("10.77.0.1")),
        Duration.ofMinutes(1));
  }

  static Node node(String name, String mac, String address) {
    return new Node(
        new NodeName(name),
        MacAddress.parse(mac),
        Optional.of(address).filter(text -> !text.isEmpty()).map(Ipv4Address::parse),
        Optional.empty());
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Lease lease(String address, String mac, String name) {
    return lease(address, mac, name, MachineRole.NODE);
  }

  Lease bindsHost(String address, String mac, String name) {
    Lease lease = lease(address, mac, name, MachineRole.HOST);
    tell(LeaseEvent.Kind.BOUND, lease);
    return lease;
  }

  private Lease lease(String address, String mac, String name, MachineRole role) {
    MacAddress hardware = MacAddress.parse(mac);
    return new Lease(
        Ipv4Address.parse(address),
        ClientId.of(hardware),
        hardware,
        Optional.of(name).filter(text -> !text.isEmpty()).map(NodeName::new),
        LeaseState.BOUND,
        now,
        now.plus(LEASE_TIME),
        now,
        role);
  }

  Lease binds(String address, String mac, String name) {
    Lease lease = lease(address, mac, name);
    tell(LeaseEvent.Kind.BOUND, lease);
    return lease;
  }

  void ends(LeaseEvent.Kind kind, Lease lease) {
    LeaseState state =
        switch (kind) {
          case RELEASED -> LeaseState.RELEASED;
          case EXPIRED -> LeaseState.EXPIRED;
          case DECLINED -> LeaseState.DECLINED;
          case BOUND, RENEWED -> throw new IllegalArgumentException("no end: " + kind);
        };
    tell(
        kind,
        new Lease(
            lease.address(),
            lease.client(),
            lease.mac(),
            lease.name(),
            state,
            lease.start(),
            lease.end(),
            lease.lastMessage(),
            lease.role()));
  }

  void tell(LeaseEvent.Kind kind, Lease lease) {
    service.changed(List.of(new LeaseEvent(kind, lease)));
  }

  Message ask(String name, int type) {
    return ask(query(name, type), Via.UDP);
  }

  Message ask(Message query, Via via) {
    DnsOutcome outcome = service.responder().respond(query.toWire(), via);
    if (outcome instanceof DnsOutcome.Reply reply) {
      return parse(reply.message());
    }
    throw new AssertionError("no reply: " + outcome);
  }

  /** In one line: rcode, flags that matter, and each section's records without their TTL. */
  String answers(String name, int type) {
    return summary(ask(name, type));
  }

  static String summary(Message message) {
    StringBuilder text = new StringBuilder(org.xbill.DNS.Rcode.string(message.getRcode()));
    for (int section = Section.ANSWER; section <= Section.ADDITIONAL; section++) {
      for (Record record : message.getSection(section)) {
        if (record.getType() != org.xbill.DNS.Type.OPT) {
          text.append(" | ")
              .append(SECTIONS.get(section))
              .append(' ')
              .append(record.getName())
              .append(' ')
              .append(org.xbill.DNS.Type.string(record.getType()))
              .append(' ')
              .append(withoutSerial(record));
        }
      }
    }
    return text.toString();
  }

  private static String withoutSerial(Record record) {
    return record instanceof org.xbill.DNS.SOARecord soa
        ? soa.getHost() + " " + soa.getAdmin()
        : record.rdataToString();
  }

  static Message query(String name, int type) {
    return Message.newQuery(Record.newRecord(name(name), type, DClass.IN));
  }

  static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Message parse(byte[] bytes) {
    try {
      return new Message(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("dnsjava cannot read our response", e);
    }
  }

  @Override
  public void close() {
    service.close();
    runtime.close();
  }
}

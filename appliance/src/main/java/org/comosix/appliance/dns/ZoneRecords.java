package org.comosix.appliance.dns;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.domain.Ipv4Subnet;

/** The records of one zone, each encoded with its owner; made one by one, as they are taken. */
final class ZoneRecords {

  private final Zone zone;
  private final Optional<Ipv4Subnet> network;
  private final StaticNames names;
  private final NodeRecords records;
  private final GrantedNames granted;

  ZoneRecords(Zone zone, StaticNames names, NodeRecords records, GrantedNames granted) {
    this.zone = zone;
    this.network = zone.apex().network();
    this.names = names;
    this.records = records;
    this.granted = granted;
  }

  /** A copy as a transfer sends it: the SOA record at both ends (RFC 5936, section 2.2). */
  Stream<byte[]> copy(ZoneCopy copy) {
    byte[] soa = soa(copy.serial());
    return inTurn(
        Stream.concat(Stream.of(soa), fixed()),
        copy.contents().stream().flatMap(this::of),
        Stream.of(soa));
  }

  /** A difference, as one sequence from the old serial to the new (RFC 1995, section 4). */
  Stream<byte[]> difference(long from, Difference difference) {
    Set<ByteBuffer> removed = all(difference.removed());
    Set<ByteBuffer> added = all(difference.added());
    Set<ByteBuffer> both = new LinkedHashSet<>(removed);
    both.retainAll(added);
    removed.removeAll(both);
    added.removeAll(both);
    byte[] soa = soa(difference.serial());
    return inTurn(
        Stream.concat(Stream.of(soa, soa(from)), removed.stream().map(ByteBuffer::array)),
        Stream.of(soa),
        Stream.concat(added.stream().map(ByteBuffer::array), Stream.of(soa)));
  }

  private Set<ByteBuffer> all(Collection<ZoneContent> contents) {
    Set<ByteBuffer> all = new LinkedHashSet<>();
    contents.forEach(content -> of(content).map(ByteBuffer::wrap).forEach(all::add));
    return all;
  }

  private byte[] soa(long serial) {
    return zone.soaAt(serial).records(zone.apex()).get(0);
  }

  private Stream<byte[]> fixed() {
    Stream<byte[]> ns = zone.ns().records(zone.apex()).stream();
    return network.isPresent()
        ? ns
        : Stream.concat(
            ns,
            names.names().stream()
                .flatMap(
                    name ->
                        names.at(name).stream().flatMap(rrset -> rrset.records(name).stream())));
  }

  private Stream<byte[]> of(ZoneContent content) {
    if (content instanceof OwnedRrset updated) {
      return updated.name().isWithin(zone.apex())
          ? updated.rrset().records(updated.name()).stream()
          : Stream.empty();
    }
    return content instanceof GrantedName machine ? of(machine) : Stream.empty();
  }

  /** What this zone says of one machine. */
  private Stream<byte[]> of(GrantedName machine) {
    if (network.isPresent()) {
      Rrset back = records.back(machine);
      return machine.addresses().stream()
          .filter(address -> network.get().contains(address) && granted.isOurs(address))
          .sorted()
          .map(DomainName::reverseOf)
          .flatMap(name -> back.records(name).stream());
    }
    Rrset forward = records.forward(machine);
    return records.labels(machine.name()).stream()
        .map(zone.apex()::child)
        .filter(name -> names.at(name).isEmpty())
        .flatMap(name -> forward.records(name).stream());
  }

  /** Unlike flatMap, whose iterator would hold the whole of each part at once. */
  private static Stream<byte[]> inTurn(
      Stream<byte[]> first, Stream<byte[]> then, Stream<byte[]> last) {
    return Stream.concat(first, Stream.concat(then, last));
  }
}

package org.comosix.appliance.nfs.portmap;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.nfs.rpc.Peer.Carrier;

/** Which program listens where; filled while sockets are bound. Any thread. */
public final class PortTable {

  /** One version of a program on one socket of ours. */
  public record Registration(
      int program, int version, Carrier carrier, Ipv4Address address, int port) {}

  private final List<Registration> all = new CopyOnWriteArrayList<>();

  public void add(Registration registration) {
    all.add(registration);
  }

  /** Those on one of our addresses. */
  public List<Registration> on(Ipv4Address local) {
    return at(local).toList();
  }

  /** The socket of exactly this version. */
  public Optional<Registration> find(Ipv4Address local, Carrier carrier, int program, int version) {
    return of(local, carrier, program).filter(r -> r.version() == version).findFirst();
  }

  /** Of this version, else of another: the program then says itself which versions it has. */
  public Optional<Registration> findAnyVersion(
      Ipv4Address local, Carrier carrier, int program, int version) {
    return find(local, carrier, program, version).or(() -> of(local, carrier, program).findFirst());
  }

  private Stream<Registration> of(Ipv4Address local, Carrier carrier, int program) {
    return at(local).filter(r -> r.carrier() == carrier && r.program() == program);
  }

  private Stream<Registration> at(Ipv4Address local) {
    return all.stream().filter(r -> r.address().equals(local));
  }
}

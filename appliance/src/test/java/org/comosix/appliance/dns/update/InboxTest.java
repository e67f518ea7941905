package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.DnsService;
import org.comosix.appliance.dns.MachineNames;
import org.comosix.appliance.dns.ZoneDefinition;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InboxTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final NettyRuntime runtime = new NettyRuntime(1);
  private final Inbox inbox = new Inbox();
  private final DnsService names =
      new DnsService(
          runtime,
          List.of(Ipv4Address.parse("127.0.0.1")),
          0,
          new ZoneDefinition(
              DomainName.parse("lab.example"),
              new NodeLabels("om_", "om-"),
              List.of(Ipv4Subnet.parse("10.77.0.0/16")),
              List.of(Ipv4Address.parse("127.0.0.1")),
              Duration.ofMinutes(1)),
          new ConfiguredNodes(List.of()),
          InstantSource.fixed(NOW));

  @AfterEach
  void close() {
    runtime.close();
  }

  private static Lease lease(int machine, String address) {
    MacAddress mac = new MacAddress(machine);
    return new Lease(
        Ipv4Address.parse(address),
        ClientId.of(mac),
        mac,
        Optional.of(new NodeName("pc" + machine)),
        LeaseState.BOUND,
        NOW,
        NOW.plusSeconds(3600),
        NOW,
        MachineRole.NODE);
  }

  private void begins(int machine, String address) {
    names.changed(List.of(new LeaseEvent(LeaseEvent.Kind.BOUND, lease(machine, address))));
  }

  private void ends(int machine, String address) {
    Lease ended = lease(machine, address).ended(LeaseState.RELEASED, NOW);
    names.changed(List.of(new LeaseEvent(LeaseEvent.Kind.RELEASED, ended)));
  }

  private static List<String> addresses(Inbox.Batch batch) {
    return batch.last().stream()
        .map(change -> change.after().map(MachineNames::address).map(Object::toString).orElse("-"))
        .toList();
  }

  @Test
  void everythingComesFirst() throws InterruptedException {
    begins(1, "10.77.0.1");
    names.follow(inbox);
    begins(2, "10.77.0.2");

    Inbox.Batch batch = inbox.take(AT_ONCE);
    assertThat(batch.everything()).isTrue();
    assertThat(addresses(batch)).containsExactly("10.77.0.1", "10.77.0.2");
    assertThat(inbox.take(AT_ONCE).everything()).isFalse();
  }

  @Test
  void ofEachMachineOnlyTheLastIsKept() throws InterruptedException {
    names.follow(inbox);
    begins(1, "10.77.0.1");
    inbox.take(AT_ONCE);
    inbox.take(AT_ONCE);
    for (int i = 2; i < 200; i++) {
      begins(1, "10.77.0." + i);
    }
    assertThat(inbox.size()).as("however long nobody takes it").isEqualTo(1);
    for (int i = 1; i < 200; i++) {
      ends(1, "10.77.0." + i);
    }

    assertThat(addresses(inbox.take(AT_ONCE))).containsExactly("-");
  }

  @Test
  void machinesThatCameAndWentMeanwhileNeverWere() throws InterruptedException {
    names.follow(inbox);
    inbox.take(AT_ONCE);
    for (int i = 1; i < 200; i++) {
      begins(i, "10.77.0." + i);
      ends(i, "10.77.0." + i);
    }

    assertThat(inbox.size()).isZero();
    assertThat(inbox.take(AT_ONCE).last()).isEmpty();
  }

  @Test
  void whatIsTakenCountsUntilTheNextIsTaken() throws InterruptedException {
    names.follow(inbox);
    begins(1, "10.77.0.1");
    inbox.take(AT_ONCE);
    assertThat(inbox.size()).isEqualTo(1);

    inbox.take(AT_ONCE);
    assertThat(inbox.size()).isZero();
  }
}

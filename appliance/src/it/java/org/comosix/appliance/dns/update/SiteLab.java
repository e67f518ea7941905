package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.comosix.appliance.dns.DnsService;
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
import org.comosix.appliance.domain.NameConflicts;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our names, a BIND 9 (package bind9) that is told them, and leases that come and go. */
abstract class SiteLab {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  static final String REVERSE = "0.77.10.in-addr.arpa";

  final Path directory;
  final List<AutoCloseable> open = new ArrayList<>();
  private final NettyRuntime runtime = new NettyRuntime(1);
  private String namesZone = "lab.example";
  DnsService names = names(namesZone);
  Optional<Duration> audit = Optional.of(Duration.ofHours(1));
  SiteServer bind;

  SiteLab(Path directory) throws Exception {
    this.directory = directory;
    bind = bind(TsigAlgorithm.HMAC_SHA256);
  }

  final SiteServer bind(TsigAlgorithm algorithm) throws Exception {
    Path home = Files.createDirectory(directory.resolve("bind-" + algorithm));
    Bind started =
        Bind.start(home, algorithm, List.of("lab.example", REVERSE), List.of("strict.example"));
    open.add(started);
    return started;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    runtime.close();
  }

  DnsService names(String zone) {
    namesZone = zone;
    return new DnsService(
        runtime,
        List.of(Ipv4Address.parse("127.0.0.1")),
        0,
        new ZoneDefinition(
            DomainName.parse(zone),
            new NodeLabels("om_", "om-"),
            List.of(Ipv4Subnet.parse("10.77.0.0/16")),
            List.of(Ipv4Address.parse("127.0.0.1")),
            Duration.ofMinutes(1)),
        new ConfiguredNodes(List.of()),
        InstantSource.system());
  }

  final SiteUpdates updates(NameConflicts mode) {
    return updates(mode, bind.key(), List.of("lab.example", REVERSE));
  }

  final SiteUpdates updates(NameConflicts mode, TsigKey key, List<String> zones) {
    return updates(mode, key, zones, directory.resolve("updates"));
  }

  final SiteUpdates updates(NameConflicts mode, TsigKey key, List<String> zones, Path state) {
    return updates(mode, key, zones, state, Clock.systemUTC());
  }

  final SiteUpdates updates(
      NameConflicts mode, TsigKey key, List<String> zones, Path state, Clock clock) {
    SiteUpdates updates =
        new SiteUpdates(
            List.of(
                new UpdateTarget(
                    bind.address(),
                    zones.stream().map(DomainName::parse).toList(),
                    key,
                    mode,
                    audit)),
            preflight(),
            state,
            clock,
            System::nanoTime,
            new Random(1));
    open.add(updates);
    updates.start(names);
    return updates;
  }

  final UpdatePreflight preflight() {
    return new UpdatePreflight(
        DomainName.parse(namesZone),
        new NodeLabels("om_", "om-"),
        Clock.systemUTC(),
        System::nanoTime);
  }

  final void close(SiteUpdates updates) {
    updates.close();
    open.remove(updates);
  }

  static final MacAddress mac(int number) {
    return new MacAddress(0x5254_0000_0000L + number);
  }

  static final Lease lease(int machine, String name, String address, MachineRole role) {
    Instant now = Instant.now();
    return new Lease(
        Ipv4Address.parse(address),
        ClientId.of(mac(machine)),
        mac(machine),
        Optional.of(new NodeName(name)),
        LeaseState.BOUND,
        now,
        now.plus(Duration.ofHours(1)),
        now,
        role);
  }

  static final Lease node(int machine, String name, String address) {
    return lease(machine, name, address, MachineRole.NODE);
  }

  final void begins(Lease lease) {
    names.changed(List.of(new LeaseEvent(LeaseEvent.Kind.BOUND, lease)));
  }

  final void ends(Lease lease) {
    names.changed(
        List.of(
            new LeaseEvent(
                LeaseEvent.Kind.RELEASED, lease.ended(LeaseState.RELEASED, Instant.now()))));
  }

  final void untilShows(String name, String type, String data) throws Exception {
    Waiting.until(
        PATIENCE,
        () -> bind.records(name, type).equals(data),
        () -> name + " " + type + " is \"" + bind.records(name, type) + "\"\n" + bind.log());
  }

  static final void untilIdle(SiteUpdates updates) throws Exception {
    Waiting.until(
        PATIENCE, () -> count(updates, "now.waiting") == 0, () -> updates.counters().toString());
  }

  static final long count(SiteUpdates updates, String key) {
    return updates.counters().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("." + key))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static final String dhcid(int machine, String name) {
    return Base64.getEncoder().encodeToString(Dhcid.of(mac(machine), DomainName.parse(name)));
  }
}

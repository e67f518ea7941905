package org.comosix.appliance.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.boot.BootTargets;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.Generations;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseLookup;

/** Nodes, leases and published generations for tests of what boots: in memory, as told. */
public final class BootLab {

  public static final ImageName DEFAULT_IMAGE = new ImageName("debian");

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Ipv4Address, Lease> leases = new HashMap<>();
  private final Map<ImageName, GenerationId> current = new HashMap<>();
  private final Map<GenerationId, GenerationFileSystem> opened = new HashMap<>();

  public BootLab node(String name, String mac) {
    nodes.add(
        new Node(new NodeName(name), MacAddress.parse(mac), Optional.empty(), Optional.empty()));
    return this;
  }

  public BootLab node(Node node) {
    nodes.add(node);
    return this;
  }

  public BootLab lease(String mac, String address, Optional<String> name) {
    MacAddress hardware = MacAddress.parse(mac);
    Lease lease =
        new Lease(
            Ipv4Address.parse(address),
            ClientId.of(hardware),
            hardware,
            name.map(NodeName::new),
            LeaseState.BOUND,
            Instant.EPOCH,
            Instant.MAX,
            Instant.EPOCH,
            MachineRole.NODE);
    leases.put(lease.address(), lease);
    return this;
  }

  public BootLab published(String generation) {
    GenerationId id = GenerationId.parse(generation);
    current.put(id.image(), id);
    return this;
  }

  public BootLab published(GenerationFileSystem generation) {
    opened.put(generation.generation(), generation);
    return published(generation.generation().toString());
  }

  public BootTargets targets() {
    return new BootTargets(nodes(), leases(), generations(), DEFAULT_IMAGE);
  }

  public Nodes nodes() {
    return new Nodes() {
      @Override
      public Optional<Node> byMac(MacAddress mac) {
        return nodes.stream().filter(node -> node.mac().equals(mac)).findFirst();
      }

      @Override
      public Optional<Node> byName(NodeName name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
      }

      @Override
      public Optional<Node> byAddress(Ipv4Address address) {
        return nodes.stream()
            .filter(node -> node.address().filter(address::equals).isPresent())
            .findFirst();
      }

      @Override
      public Collection<Node> all() {
        return nodes;
      }
    };
  }

  public LeaseLookup leases() {
    return new LeaseLookup() {
      @Override
      public Optional<Lease> activeByAddress(Ipv4Address address) {
        return Optional.ofNullable(leases.get(address));
      }

      @Override
      public Optional<Lease> activeByMac(MacAddress mac) {
        return leases.values().stream().filter(lease -> lease.mac().equals(mac)).findFirst();
      }

      @Override
      public List<Lease> all() {
        return List.copyOf(leases.values());
      }
    };
  }

  public Generations generations() {
    return new Generations() {
      @Override
      public Optional<GenerationId> current(ImageName image) {
        return Optional.ofNullable(current.get(image));
      }

      @Override
      public Optional<GenerationFileSystem> open(GenerationId generation) {
        return Optional.ofNullable(opened.get(generation));
      }

      @Override
      public Optional<GenerationFileSystem> openByFsid(long fsid) {
        return Optional.empty();
      }

      @Override
      public List<GenerationId> all() {
        return List.copyOf(current.values());
      }
    };
  }
}

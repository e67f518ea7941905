package org.comosix.appliance.dhcp;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.Node;

/**
 * Decides what the machine behind a message is to us at this moment. One PC is a host while Windows
 * runs on it and a node while it runs from us, under one hardware address.
 */
public final class RoleRules {

  /** Why it is what it is; the first rule that says something decides. */
  public enum Rule {
    /** A configured class says so. */
    CLASS,
    /** The inventory lists it as a host. */
    LISTED_HOST,
    /** Option 60 says MSFT: this is Windows speaking, whatever else the machine does. */
    WINDOWS,
    /** It is booting from the network. */
    BOOTING,
    /** The inventory lists it as a node. */
    LISTED_NODE,
    /** It booted from us and has held its lease since. */
    LEASE,
    /** Nothing says that it is a node. */
    NOTHING
  }

  /** What it is, and why. */
  public record Decision(MachineRole role, Rule rule) {}

  /** All of Microsoft's clients begin with it: {@code MSFT 5.0}, {@code MSFT 98}. */
  private static final String WINDOWS = "MSFT";

  private RoleRules() {}

  static Decision decide(
      DhcpQuery query,
      List<DhcpClass> classes,
      Optional<Node> machine,
      Optional<Lease> activeLease) {
    for (DhcpClass each : classes) {
      if (each.role().isPresent()) {
        return new Decision(each.role().get(), Rule.CLASS);
      }
    }
    if (machine.filter(node -> node.role() == MachineRole.HOST).isPresent()) {
      return new Decision(MachineRole.HOST, Rule.LISTED_HOST);
    }
    if (isWindows(query)) {
      return new Decision(MachineRole.HOST, Rule.WINDOWS);
    }
    if (query.clientKind().isBooting()) {
      return new Decision(MachineRole.NODE, Rule.BOOTING);
    }
    if (machine.isPresent()) {
      return new Decision(MachineRole.NODE, Rule.LISTED_NODE);
    }
    return activeLease
        .filter(lease -> lease.role() == MachineRole.NODE)
        .map(lease -> new Decision(MachineRole.NODE, Rule.LEASE))
        .orElseGet(() -> new Decision(MachineRole.HOST, Rule.NOTHING));
  }

  private static boolean isWindows(DhcpQuery query) {
    return query
        .options()
        .text(OptionCode.VENDOR_CLASS)
        .filter(text -> text.startsWith(WINDOWS))
        .isPresent();
  }
}

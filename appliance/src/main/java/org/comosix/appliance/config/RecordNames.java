package org.comosix.appliance.config;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;

/** Finds static records at names that are somebody else's already. */
final class RecordNames {

  private record Machine(String path, NodeName name, MachineRole role) {}

  private final Map<String, String> records = new LinkedHashMap<>();
  private final Map<String, Machine> machines = new LinkedHashMap<>();

  /** Takes a record's name; only one label below the zone can be a machine's. */
  void record(String path, String owner, String zoneEnd) {
    if (owner.endsWith(zoneEnd)) {
      records.put(path, owner.substring(0, owner.length() - zoneEnd.length()));
    }
  }

  void machine(String path, NodeName name, MachineRole role) {
    machines.put(path, new Machine(path, name, role));
  }

  void find(NodeLabels labels, Set<String> ourLabels, List<Collision> found) {
    Map<String, Machine> owners = new HashMap<>();
    for (Machine machine : machines.values()) {
      owners.putIfAbsent(labels.label(machine.name(), machine.role()), machine);
      labels
          .alias(machine.name(), machine.role())
          .ifPresent(alias -> owners.putIfAbsent(alias, machine));
    }
    records.forEach(
        (path, label) -> {
          Machine owner = owners.get(label);
          if (ourLabels.contains(label)) {
            String message = "the name " + label + " in DNS is this server's own";
            found.add(new Collision(path, Optional.empty(), message));
          } else if (owner != null) {
            String message = "the name " + label + " in DNS is that of " + described(owner);
            found.add(new Collision(path, Optional.of(owner.path()), message));
          }
        });
  }

  private static String described(Machine machine) {
    return "the " + (machine.role() == MachineRole.NODE ? "node " : "host ") + machine.name();
  }
}

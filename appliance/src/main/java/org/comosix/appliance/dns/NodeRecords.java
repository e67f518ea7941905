package org.comosix.appliance.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;

/**
 * Turns granted names into records: an A record at the label, for a node another at the alias, and
 * PTR records to the label.
 *
 * <p>The alias is an address, not a CNAME: it is there for software that takes no underscore, and a
 * CNAME would show that software the underscore as canonical name.
 */
final class NodeRecords {

  private final ZoneDefinition definition;
  private final NodeLabels labels;
  private final Set<ServedName> ourOwn;

  NodeRecords(ZoneDefinition definition, StaticNames names) {
    this.definition = definition;
    this.labels = definition.labels();
    ourOwn =
        names.labels().stream()
            .flatMap(label -> candidates(label).stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** No machine can call itself what we are called, or what the configuration has records for. */
  boolean isFree(ServedName name) {
    return !ourOwn.contains(name.bare(labels));
  }

  /** The labels of a machine in the zone. */
  List<String> labels(ServedName name) {
    String label = label(name);
    return labels
        .alias(name.name(), name.role())
        .map(alias -> List.of(label, alias))
        .orElse(List.of(label));
  }

  private String label(ServedName name) {
    return labels.label(name.name(), name.role());
  }

  /** The machines that could have this label: the inverse of {@link #labels}. */
  List<ServedName> candidates(String label) {
    List<ServedName> names = new ArrayList<>();
    addIfName(names, label, MachineRole.HOST);
    for (String prefix : List.of(labels.prefix(), labels.aliasPrefix())) {
      if (label.startsWith(prefix)) {
        addIfName(names, label.substring(prefix.length()), MachineRole.NODE);
      }
    }
    return names;
  }

  private static void addIfName(List<ServedName> names, String text, MachineRole role) {
    if (NodeName.isValid(text)) {
      names.add(new ServedName(new NodeName(text), role));
    }
  }

  MachineNames namesOf(MacAddress machine, GrantedName granted) {
    ServedName fallback =
        new ServedName(NodeName.generatedFor(machine), granted.name().role());
    return new MachineNames(
        machine,
        names(granted.name()),
        granted.name().equals(fallback) ? List.of() : names(fallback),
        granted.address(),
        granted.addresses(),
        definition.ttlSeconds());
  }

  private List<DomainName> names(ServedName name) {
    return labels(name).stream().map(definition.zone()::child).toList();
  }

  Rrset forward(GrantedName granted) {
    return Rrset.a(definition.ttlSeconds(), List.of(granted.address()));
  }

  Rrset back(GrantedName granted) {
    return Rrset.ptr(definition.ttlSeconds(), definition.zone().child(label(granted.name())));
  }
}

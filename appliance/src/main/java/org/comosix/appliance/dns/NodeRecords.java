package org.comosix.appliance.dns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.domain.NodeName;

/**
 * Turns granted names into records: an A record at the label, another at the alias, and PTR records
 * to the label.
 *
 * <p>The alias is an address, not a CNAME: it is there for software that takes no underscore, and a
 * CNAME would show that software the underscore as canonical name.
 */
final class NodeRecords {

  private final ZoneDefinition definition;
  private final Set<DomainName> ourOwn;

  NodeRecords(ZoneDefinition definition) {
    this.definition = definition;
    ourOwn =
        Set.of(
            definition.zone().child(ZoneDefinition.NAME_SERVER_LABEL),
            definition.zone().child(ZoneDefinition.SERVER_LABEL));
  }

  /** With an empty prefix a machine could call itself what we are called. */
  boolean isFree(NodeName name) {
    return !ourOwn.contains(label(name))
        && definition.labels().alias(name).map(definition.zone()::child).stream()
            .noneMatch(ourOwn::contains);
  }

  DomainName label(NodeName name) {
    return definition.zone().child(definition.labels().label(name));
  }

  Map<DomainName, List<Rrset>> of(GrantedName granted) {
    int ttl = definition.ttlSeconds();
    DomainName label = label(granted.name());
    List<Rrset> address = List.of(Rrset.a(ttl, List.of(granted.address())));
    Map<DomainName, List<Rrset>> records = new LinkedHashMap<>();
    records.put(label, address);
    definition
        .labels()
        .alias(granted.name())
        .ifPresent(alias -> records.put(definition.zone().child(alias), address));
    List<Rrset> back = List.of(Rrset.ptr(ttl, label));
    granted.addresses().forEach(each -> records.put(DomainName.reverseOf(each), back));
    return records;
  }
}

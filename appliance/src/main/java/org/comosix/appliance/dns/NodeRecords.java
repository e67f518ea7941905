package org.comosix.appliance.dns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;

/**
 * Turns granted names into records: an A record at the label, for a node another at the alias, and
 * PTR records to the label.
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
  boolean isFree(ServedName name) {
    return !ourOwn.contains(label(name)) && alias(name).filter(ourOwn::contains).isEmpty();
  }

  private DomainName label(ServedName name) {
    return definition.zone().child(definition.labels().label(name.name(), name.role()));
  }

  private Optional<DomainName> alias(ServedName name) {
    return definition.labels().alias(name.name(), name.role()).map(definition.zone()::child);
  }

  Map<DomainName, List<Rrset>> of(GrantedName granted) {
    int ttl = definition.ttlSeconds();
    DomainName label = label(granted.name());
    List<Rrset> address = List.of(Rrset.a(ttl, List.of(granted.address())));
    Map<DomainName, List<Rrset>> records = new LinkedHashMap<>();
    records.put(label, address);
    alias(granted.name()).ifPresent(alias -> records.put(alias, address));
    List<Rrset> back = List.of(Rrset.ptr(ttl, label));
    granted.addresses().forEach(each -> records.put(DomainName.reverseOf(each), back));
    return records;
  }
}

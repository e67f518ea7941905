package org.comosix.appliance.dns.accept;

import java.util.List;
import java.util.Set;
import org.comosix.appliance.dns.codec.DomainName;

/**
 * What one key may change.
 *
 * @param key its name, lower case, without the dot at its end
 * @param types numbers of record types
 * @param maxRecords how many records there may be at these names at one time
 */
public record UpdateGrant(String key, List<NamePattern> names, Set<Integer> types, int maxRecords) {

  public UpdateGrant {
    names = List.copyOf(names);
    types = Set.copyOf(types);
  }

  boolean covers(DomainName name) {
    return names.stream().anyMatch(pattern -> pattern.matches(name));
  }
}

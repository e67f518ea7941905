package org.comosix.appliance.dns;

import java.util.List;
import java.util.Set;
import org.comosix.appliance.domain.TsigKey;

/**
 * Who is known by a key, and who may copy the zones.
 *
 * @param keys those that queries may be signed with
 * @param transferKeys the names of those that a zone transfer may be signed with
 * @param secondaries who is told of changes
 */
public record ZoneAccess(
    List<TsigKey> keys, Set<String> transferKeys, List<Secondary> secondaries) {

  /** No key is known, and nobody gets a copy. */
  public static final ZoneAccess NONE = new ZoneAccess(List.of(), Set.of(), List.of());

  public ZoneAccess {
    keys = List.copyOf(keys);
    transferKeys = Set.copyOf(transferKeys);
    secondaries = List.copyOf(secondaries);
  }
}

package org.comosix.appliance.dns.accept;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.codec.DomainName;

/** Who may change what. Immutable; by identity, so that another configuration is another policy. */
public final class UpdatePolicy {

  public static final UpdatePolicy NOBODY = new UpdatePolicy(List.of());

  private final List<UpdateGrant> grants;

  public UpdatePolicy(List<UpdateGrant> grants) {
    this.grants = List.copyOf(grants);
  }

  /** No update of anybody is taken. */
  public boolean isEmpty() {
    return grants.isEmpty();
  }

  /** This key may change something. */
  public boolean knows(String key) {
    return grants.stream().anyMatch(grant -> grant.key().equals(key));
  }

  boolean allows(String key, DomainName name, int type) {
    return grant(key, name, type).isPresent();
  }

  /** By which a key may change records of this type at this name: the first one that says so. */
  Optional<UpdateGrant> grant(String key, DomainName name, int type) {
    return grants.stream()
        .filter(grant -> grant.key().equals(key))
        .filter(grant -> grant.types().contains(type) && grant.covers(name))
        .findFirst();
  }

  /** The key may change something at this name. */
  boolean allowsSome(String key, DomainName name) {
    return grants.stream().anyMatch(grant -> grant.key().equals(key) && grant.covers(name));
  }

  List<UpdateGrant> grants() {
    return grants;
  }
}

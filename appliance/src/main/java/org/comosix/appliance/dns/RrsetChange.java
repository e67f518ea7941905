package org.comosix.appliance.dns;

import java.util.Optional;
import org.comosix.appliance.dns.codec.DomainName;

/**
 * What an update makes of the records of one name and type.
 *
 * @param before the very object that was {@code after} in the change before
 * @param after of the same name and type; one of the two is there
 */
public record RrsetChange(Optional<OwnedRrset> before, Optional<OwnedRrset> after)
    implements ZoneChange {

  public static RrsetChange added(OwnedRrset rrset) {
    return new RrsetChange(Optional.empty(), Optional.of(rrset));
  }

  public RrsetChange undone() {
    return new RrsetChange(/* before= */ after, /* after= */ before);
  }

  public DomainName name() {
    return either().name();
  }

  public int type() {
    return either().type();
  }

  private OwnedRrset either() {
    return after.or(() -> before).orElseThrow();
  }
}

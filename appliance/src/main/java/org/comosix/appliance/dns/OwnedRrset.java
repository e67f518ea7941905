package org.comosix.appliance.dns;

import java.util.List;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;

/** Records that an update put into one of our zones. Equal to itself only. */
public final class OwnedRrset implements ZoneContent {

  private final DomainName name;
  private final Rrset rrset;

  /**
   * Records of one name and type.
   *
   * @param ttl seconds
   * @param rdatas at least one, in their canonical form; kept
   */
  public OwnedRrset(DomainName name, int type, int ttl, List<byte[]> rdatas) {
    if (rdatas.isEmpty()) {
      throw new IllegalArgumentException("no records at " + name);
    }
    this.name = name;
    this.rrset = Rrset.of(type, ttl, List.copyOf(rdatas));
  }

  public DomainName name() {
    return name;
  }

  public Rrset rrset() {
    return rrset;
  }

  public int type() {
    return rrset.type();
  }

  @Override
  public String toString() {
    return name + " type " + type();
  }
}

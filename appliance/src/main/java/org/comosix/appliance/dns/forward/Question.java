package org.comosix.appliance.dns.forward;

import org.comosix.appliance.dns.DnsOutcome;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Edns;
import org.comosix.appliance.dns.codec.Query;

/**
 * What makes two queries ask the same: one answer does for both. The class is always IN. Nothing is
 * ever looked up under another question than the one that was asked, so that records which an
 * answer brings along can displace nobody else's.
 *
 * @param dnssecOk the DO bit: signatures are wanted
 * @param checkingDisabled the CD bit: what does not validate is wanted too
 */
public record Question(DomainName name, int type, boolean dnssecOk, boolean checkingDisabled) {

  public static Question of(DnsOutcome.Forward wanted) {
    Query query = wanted.query();
    return new Question(
        wanted.name(),
        query.type(),
        query.edns().filter(Edns::dnssecOk).isPresent(),
        query.checkingDisabled());
  }
}

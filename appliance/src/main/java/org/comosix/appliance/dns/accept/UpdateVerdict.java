package org.comosix.appliance.dns.accept;

import org.comosix.appliance.dns.codec.Rcode;

/** What becomes of an update; each is counted. */
public enum UpdateVerdict {
  /** Done, durable and served. */
  CHANGED(Rcode.NOERROR),
  /** It was like that before. */
  UNCHANGED(Rcode.NOERROR),
  /** Without a signature, or signed with a key that may change nothing (RFC 2136, section 3.3). */
  NO_KEY(Rcode.REFUSED),
  /** Not well-formed, or something that section 3.2 or 3.4.1 calls a format error. */
  MALFORMED(Rcode.FORMERR),
  /** Not a zone of ours (section 3.1.1). */
  NOT_OUR_ZONE(Rcode.NOTAUTH),
  /** A name in another zone than the update's (sections 3.2 and 3.4.1). */
  OUTSIDE_THE_ZONE(Rcode.NOTZONE),
  /** A prerequisite: the name is not in use (section 3.2.4). */
  NAME_NOT_IN_USE(Rcode.NXDOMAIN),
  /** A prerequisite: the name is in use (section 3.2.5). */
  NAME_IN_USE(Rcode.YXDOMAIN),
  /** A prerequisite: there are no such records, or not exactly these. */
  NO_SUCH_RECORDS(Rcode.NXRRSET),
  /** A prerequisite: there are such records. */
  RECORDS_EXIST(Rcode.YXRRSET),
  /** The key may not change records of this type at this name. */
  NOT_ALLOWED(Rcode.REFUSED),
  /** The name is a machine's or the configuration's. */
  NAME_IS_KEPT(Rcode.REFUSED),
  /** More records than the key may have, or than one name can. */
  TOO_MANY_RECORDS(Rcode.REFUSED),
  /** More updates wait than we keep. */
  QUEUE_FULL(Rcode.SERVFAIL),
  /** It could not be made durable. */
  DISK_FAILED(Rcode.SERVFAIL),
  /** A fault of ours. */
  OUR_FAULT(Rcode.SERVFAIL);

  private final Rcode rcode;

  UpdateVerdict(Rcode rcode) {
    this.rcode = rcode;
  }

  public Rcode rcode() {
    return rcode;
  }
}

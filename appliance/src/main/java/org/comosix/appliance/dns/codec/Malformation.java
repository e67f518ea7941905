package org.comosix.appliance.dns.codec;

/** Each way in which a message can fail to be a query; answered with FORMERR. */
public enum Malformation {
  /** A section ends before its records do. */
  CUT_SHORT,
  /** A query has one question (RFC 9619, section 4), an update one zone (RFC 2136, 3.1.1). */
  NOT_ONE_QUESTION,
  /** A query carries no answers, and authority records only for IXFR (RFC 1995, section 3). */
  RECORDS_IN_A_QUERY,
  /** Nothing stands before the question's name that a pointer could lead to. */
  POINTER_IN_QUESTION,
  /** A label of type 01 or 10 (RFC 6891, section 5). */
  UNKNOWN_LABEL_TYPE,
  /** Over 255 octets (RFC 1035, section 2.3.4). */
  NAME_TOO_LONG,
  /** More than one OPT record (RFC 6891, section 6.1.1). */
  SECOND_OPT,
  /** An OPT record's name is not the root (RFC 6891, section 6.1.2). */
  OPT_NOT_AT_ROOT,
  /** A TSIG record is the last one (RFC 8945, section 5.2). */
  TSIG_NOT_LAST,
  /**
   * Its fields do not fill its RDATA, or it has a TTL, or another class than ANY (RFC 8945, 4.2).
   */
  TSIG_MALFORMED,
  /** A compression pointer leads backwards (RFC 1035, section 4.1.4). */
  POINTER_FORWARDS,
  /**
   * IXFR has the SOA record that its client knows in the authority section (RFC 1995, section 3).
   */
  IXFR_WITHOUT_SOA,
  /** Octets after the last record. */
  TRAILING_OCTETS,
  /** ZTYPE is SOA (RFC 2136, section 3.1.1). */
  NOT_A_ZONE,
  /** Data of a record that are not what its type has. */
  RDATA_MALFORMED,
  /** QTYPE is a type that cannot be asked for. */
  META_QTYPE
}

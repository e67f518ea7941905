package org.comosix.appliance.dns.forward;

/** What becomes of queries that are not for our zones, and of what upstream servers send. */
public enum ForwardEvent {
  /** Answered at once. */
  FROM_CACHE,
  /** Asked of an upstream server. */
  ASKED,
  /** The same question was under way already: asked once for all. */
  JOINED,
  /** An upstream server answered, for each question. */
  ANSWERED,
  /** SERVFAIL: no upstream server gave an answer in time. */
  UNANSWERED,
  /** SERVFAIL: as many queries wait as we keep. */
  TOO_MANY_QUERIES,
  /** SERVFAIL: as many queries of this client wait as one may have. */
  TOO_MANY_QUERIES_OF_ONE_CLIENT,
  /** An upstream server took longer than it usually does; the next was asked. */
  UPSTREAM_SILENT,
  /** ICMP said that nobody listens there, or the TCP connection ended early. */
  UPSTREAM_UNREACHABLE,
  /** SERVFAIL, REFUSED, FORMERR or NOTIMP from upstream; the next was asked. */
  UPSTREAM_FAILED,
  /** Truncated, or suspicious: the question went to the same server by TCP. */
  ASKED_BY_TCP,
  /** From the right address and port, but with another identifier or question: ignored. */
  FORGED,
  /** The case of the name was not as we asked: asked again by TCP. */
  CASE_DIFFERS,
  /** An answer whose records cannot be read: ignored. */
  MALFORMED
}

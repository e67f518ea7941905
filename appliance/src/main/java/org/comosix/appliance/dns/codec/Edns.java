package org.comosix.appliance.dns.codec;

/**
 * What an OPT record says (RFC 6891, section 6.1). Options are skipped: we know none.
 *
 * @param payloadSize what the requestor takes over UDP, in octets, as sent
 * @param version 0 is the only one there is
 * @param dnssecOk the DO bit, copied into responses (RFC 3225, section 3)
 */
public record Edns(int payloadSize, int version, boolean dnssecOk) {}

package org.comosix.appliance.dns.update;

/**
 * What a server says to one update.
 *
 * @param rcode of the header
 * @param tsigError of its TSIG record, 0 for none
 * @param verified it is signed with our key; if not, anybody may have sent it
 */
record UpdateAnswer(int rcode, int tsigError, boolean verified) {}

/**
 * Reads capture files of tcpdump and Wireshark down to UDP payloads.
 *
 * <p>By itself, not through libpcap: the file format is two fixed headers, a capture is often
 * explained on a machine that has no libpcap, and a file needs no right to listen.
 *
 * @see <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-03.html">PCAP</a>
 * @see <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-01.html">pcapng</a>
 */
package org.comosix.appliance.transport.capture;

package org.comosix.appliance.nfs.rpc;

import org.comosix.appliance.domain.Ipv4Address;

/**
 * Who calls, and how.
 *
 * @param address the caller's
 * @param local our address that was asked
 */
public record Peer(Ipv4Address address, int port, Ipv4Address local, Carrier carrier) {

  /** The transport, with what one reply may carry on it. */
  public enum Carrier {
    TCP(6, "tcp", 1 << 20, 64 << 10),
    /**
     * A reply must fit one datagram of at most 65 507 bytes; half of that is what NFS used on UDP.
     */
    UDP(17, "udp", 32 << 10, 32 << 10);

    private final int protocol;
    private final String netid;
    private final int largestRead;
    private final int largestListing;

    Carrier(int protocol, String netid, int largestRead, int largestListing) {
      this.protocol = protocol;
      this.netid = netid;
      this.largestRead = largestRead;
      this.largestListing = largestListing;
    }

    /** The number in the IP header, which portmap version 2 uses too. */
    public int protocol() {
      return protocol;
    }

    /** The name that portmap versions 3 and 4 use. */
    public String netid() {
      return netid;
    }

    /** Bytes of data in one READ reply. */
    public int largestRead() {
      return largestRead;
    }

    /** Bytes of one READDIR3resok or READDIRPLUS3resok. */
    public int largestListing() {
      return largestListing;
    }
  }
}

package org.comosix.appliance.dns.forward.transport;

import java.net.InetSocketAddress;
import org.comosix.appliance.dns.forward.UpstreamHealth;

/** A server that we ask. On the loop only. */
record Upstream(InetSocketAddress address, UpstreamHealth health) {

  @Override
  public String toString() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}

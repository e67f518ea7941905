package org.comosix.appliance.dns;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.comosix.appliance.domain.TsigKey;

/**
 * A server with copies of our zones that is told of changes.
 *
 * @param key what it is told is signed with
 */
public record Secondary(InetSocketAddress address, Optional<TsigKey> key) {

  /** Told without a signature. */
  public static Secondary of(InetSocketAddress address) {
    return new Secondary(address, Optional.empty());
  }

  @Override
  public String toString() {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}

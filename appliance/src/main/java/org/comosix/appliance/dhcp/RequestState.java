package org.comosix.appliance.dhcp;

import java.util.Optional;

/**
 * The state of a client that sends DHCPREQUEST.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2131#section-4.3.2">RFC 2131, section 4.3.2</a>
 */
public enum RequestState {
  /** "Server identifier" is filled in. */
  SELECTING,
  /** No server identifier, "requested IP address" is filled in, ciaddr is zero. */
  INIT_REBOOT,
  /** Neither of them, ciaddr is filled in; unicast. */
  RENEWING,
  /** As RENEWING, but broadcast. */
  REBINDING;

  /** Empty when no state sends such a message. */
  public static Optional<RequestState> of(DhcpQuery query) {
    boolean hasCiaddr = !query.message().ciaddr().isAny();
    if (query.serverIdentifier().isPresent()) {
      // Some clients fill ciaddr here instead of option 50; with neither there is nothing to bind.
      return query.requestedAddress().isPresent() || hasCiaddr
          ? Optional.of(SELECTING)
          : Optional.empty();
    }
    if (hasCiaddr) {
      return Optional.of(query.broadcast() ? REBINDING : RENEWING);
    }
    return query.requestedAddress().map(address -> INIT_REBOOT);
  }
}

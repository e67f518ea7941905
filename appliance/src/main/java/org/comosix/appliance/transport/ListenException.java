package org.comosix.appliance.transport;

import java.net.InetSocketAddress;

/** A socket could not be bound. */
public final class ListenException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String protocol;
  private final transient InetSocketAddress address;

  /**
   * What was wanted, and the system's reason.
   *
   * @param protocol {@code udp} or {@code tcp}
   */
  public ListenException(String protocol, InetSocketAddress address, Throwable cause) {
    super("cannot listen on " + protocol + " " + address + ": " + cause.getMessage(), cause);
    this.protocol = protocol;
    this.address = address;
  }

  public String protocol() {
    return protocol;
  }

  public InetSocketAddress address() {
    return address;
  }
}

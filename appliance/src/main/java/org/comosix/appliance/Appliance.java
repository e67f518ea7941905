package org.comosix.appliance;

import java.util.List;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ServedLink;

/** The composition root: settings in, rooms out; closes them in reverse. */
public final class Appliance implements AutoCloseable {

  /**
   * A socket that is open.
   *
   * @param service such as {@code dns}
   * @param protocol {@code udp} or {@code tcp}
   * @param where {@code 10.77.0.1:53}, or {@code eth1:67} for one bound to an interface
   */
  public record Listener(String service, String protocol, String where) {}

  private final List<Listener> listeners;

  private Appliance(List<Listener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Starts every room.
   *
   * @param links where to serve, at least one
   * @throws org.comosix.appliance.transport.ListenException a port is taken; what was started is
   *     closed again
   */
  @SuppressWarnings("unused") // rooms are wired in as they arrive
  public static Appliance start(ApplianceSettings settings, List<ServedLink> links) {
    return new Appliance(List.of());
  }

  public List<Listener> listeners() {
    return listeners;
  }

  @Override
  public void close() {
    // Nothing is open yet.
  }
}

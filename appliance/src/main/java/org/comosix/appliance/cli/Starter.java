package org.comosix.appliance.cli;

import java.util.List;
import org.comosix.appliance.Appliance;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ServedLink;

/** Starts what {@code serve} serves. */
@FunctionalInterface
interface Starter {

  /** What was started. Closing it ends it, in reverse order. */
  record Running(List<Appliance.Listener> listeners, Runnable stop) {}

  /**
   * Opens every socket.
   *
   * @throws org.comosix.appliance.transport.ListenException one could not be opened; none is left
   *     open
   */
  Running start(ApplianceSettings settings, List<ServedLink> links);

  static Starter appliance() {
    return (settings, links) -> {
      Appliance appliance = Appliance.start(settings, links);
      return new Running(appliance.listeners(), appliance::close);
    };
  }
}

package org.comosix.appliance.cli;

import java.util.List;
import org.comosix.appliance.Appliance;
import org.comosix.appliance.ConfigSource;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.control.ControlRefusedException;

/** Starts what {@code serve} serves. */
@FunctionalInterface
interface Starter {

  /**
   * What was started.
   *
   * @param reload reads the configuration anew
   * @param stop ends it, in reverse order
   */
  record Running(List<Appliance.Listener> listeners, Reload reload, Runnable stop) {}

  /** Serves by the configuration as it is now, or refuses. */
  @FunctionalInterface
  interface Reload {
    void run() throws ControlRefusedException;
  }

  /**
   * Opens every socket.
   *
   * @param source where a reload reads
   * @throws org.comosix.appliance.transport.ListenException one could not be opened; none is left
   *     open
   */
  Running start(ApplianceSettings settings, List<ServedLink> links, ConfigSource source);

  static Starter appliance() {
    return (settings, links, source) -> {
      Appliance appliance = Appliance.start(settings, links, source);
      return new Running(appliance.listeners(), appliance::reload, appliance::close);
    };
  }
}

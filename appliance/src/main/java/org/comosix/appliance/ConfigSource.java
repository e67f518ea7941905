package org.comosix.appliance;

import java.util.List;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.control.ControlRefusedException;

/** Reads the configuration anew, for a reload. */
@FunctionalInterface
public interface ConfigSource {

  /**
   * Settings that fit this machine.
   *
   * @param links where to serve
   */
  record Fresh(ApplianceSettings settings, List<ServedLink> links) {}

  /**
   * Reads and checks all of it.
   *
   * @throws ControlRefusedException something is wrong; every problem with its place
   */
  Fresh read() throws ControlRefusedException;
}

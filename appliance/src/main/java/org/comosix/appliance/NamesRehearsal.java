package org.comosix.appliance;

import java.time.Clock;
import java.util.List;
import org.comosix.appliance.config.DnsSettings;
import org.comosix.appliance.dns.update.UpdatePreflight;

/** Whether the site's DNS servers would take the names that a configuration makes. */
public final class NamesRehearsal {

  private NamesRehearsal() {}

  /**
   * Tries every server of {@code [[dns.update]]} out, one after another.
   *
   * @throws IllegalArgumentException a secret cannot be read; the message names its file
   */
  public static List<UpdatePreflight.Finding> run(DnsSettings dns) {
    UpdatePreflight preflight = DnsSetup.preflight(dns, Clock.systemUTC());
    return DnsSetup.targets(dns).stream()
        .flatMap(target -> preflight.check(target).stream())
        .toList();
  }
}

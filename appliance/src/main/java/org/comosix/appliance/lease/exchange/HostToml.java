package org.comosix.appliance.lease.exchange;

import java.util.List;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/** Writes machines as the entries of {@code appliance.toml}. */
public final class HostToml {

  private HostToml() {}

  /** One table each, in their order; a machine without a name gets one from its address. */
  public static String write(List<ForeignHost> hosts, MachineRole role) {
    StringBuilder toml = new StringBuilder();
    for (ForeignHost host : hosts) {
      toml.append(role == MachineRole.NODE ? "[[node]]\n" : "[[host]]\n");
      key(toml, "name", host.name().orElseGet(() -> NodeName.generatedFor(host.mac())));
      key(toml, "mac", host.mac());
      host.address().ifPresent(address -> key(toml, "address", address));
      toml.append('\n');
    }
    return toml.toString();
  }

  /** None of these values has a character that TOML would want escaped. */
  private static void key(StringBuilder toml, String name, Object value) {
    toml.append(name).append(" = \"").append(value).append("\"\n");
  }
}

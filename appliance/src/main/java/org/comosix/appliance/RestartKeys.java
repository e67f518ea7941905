package org.comosix.appliance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.comosix.appliance.config.ApplianceSettings;

/**
 * Which settings that differ cannot change while serving: sockets are bound by them, or generations
 * served. Every key of [server], [boot], [nfs] and [dhcp.limits] is one, new keys too, until
 * somebody makes it change.
 */
final class RestartKeys {

  private RestartKeys() {}

  /** By their names in the file; none when the other settings can be served at once. */
  static List<String> between(ApplianceSettings now, ApplianceSettings next) {
    List<String> keys = new ArrayList<>();
    add("server", now.server(), next.server(), keys);
    add("boot", now.boot(), next.boot(), keys);
    add("nfs", now.nfs(), next.nfs(), keys);
    add("dhcp.limits", now.dhcp().limits(), next.dhcp().limits(), keys);
    addIfDifferent("dns.key", now.dns().keys(), next.dns().keys(), keys);
    addIfDifferent("dns.update", now.dns().updates(), next.dns().updates(), keys);
    if (!now.dns().updates().isEmpty()) {
      addIfDifferent("dns.reverse", now.dns().reverse(), next.dns().reverse(), keys);
    }
    // The prober is built around its time.
    if (!now.dhcp().probeWait().equals(next.dhcp().probeWait())) {
      keys.add(
          now.dhcp().probeWait().isPresent() && next.dhcp().probeWait().isPresent()
              ? "dhcp.probe-wait"
              : "dhcp.probe");
    }
    return keys;
  }

  private static void addIfDifferent(String key, Object now, Object next, List<String> keys) {
    if (!now.equals(next)) {
      keys.add(key);
    }
  }

  private static void add(String section, Record now, Record next, List<String> keys) {
    for (var component : now.getClass().getRecordComponents()) {
      try {
        var accessor = component.getAccessor();
        if (!Objects.equals(accessor.invoke(now), accessor.invoke(next))) {
          keys.add(section + "." + dashed(component.getName()));
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a settings record that cannot be read", e);
      }
    }
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}

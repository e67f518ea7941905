package org.comosix.appliance.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the appliance serves, and where it keeps what it must not forget.
 *
 * @param interfaces names of network interfaces, at least one; nothing is answered on any other
 * @param state absolute directory for leases and images
 */
public record ServerSettings(List<String> interfaces, Path state) {

  public static final Path DEFAULT_STATE = Path.of("/var/lib/comosix");

  /** What the kernel takes (dev_valid_name): at most 15 bytes, no slash, colon or blank. */
  private static final Pattern INTERFACE = Pattern.compile("[!-.0-9;-~]{1,15}");

  public ServerSettings {
    interfaces = List.copyOf(interfaces);
    if (interfaces.isEmpty()) {
      throw new IllegalArgumentException("at least one network interface is needed");
    }
    interfaces.forEach(ServerSettings::interfaceName);
    if (new HashSet<>(interfaces).size() < interfaces.size()) {
      throw new IllegalArgumentException("an interface is named twice in " + interfaces);
    }
    SettingForms.absolutePath(state.toString());
  }

  /**
   * Checks the name of a network interface.
   *
   * @throws IllegalArgumentException the kernel would not take it
   */
  public static String interfaceName(String text) {
    if (!INTERFACE.matcher(text).matches() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException(
          "expected the name of a network interface such as eth1, not \"" + text + "\"");
    }
    return text;
  }
}

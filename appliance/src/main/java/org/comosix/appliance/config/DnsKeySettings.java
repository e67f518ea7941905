package org.comosix.appliance.config;

import java.nio.file.Path;
import java.util.Locale;
import org.comosix.appliance.domain.TsigAlgorithm;

/**
 * A TSIG key. Its secret is in a file of its own, so that the main file can be shown to anybody.
 *
 * @param name as both sides call it, lower case, without the dot at its end
 * @param secretFile holds it in base 64; see {@link SecretFile}
 */
public record DnsKeySettings(String name, TsigAlgorithm algorithm, Path secretFile) {

  public static final TsigAlgorithm DEFAULT_ALGORITHM = TsigAlgorithm.HMAC_SHA256;

  public DnsKeySettings {
    name = keyName(name);
  }

  /**
   * Reads a key's name, which is a domain name.
   *
   * @throws IllegalArgumentException not letters, digits, hyphens, underscores and dots, or over
   *     200
   */
  public static String keyName(String text) {
    String name = text.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    if (!name.matches("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*") || name.length() > 200) {
      throw new IllegalArgumentException(
          "expected the name of a key such as comosix-ddns, not \"" + text + "\"");
    }
    return name;
  }
}

package org.comosix.appliance.domain;

import java.util.Locale;

/**
 * What an update does to a name of another DNS server that is there already.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4703#section-5.3">RFC 4703, section 5.3</a>
 */
public enum NameConflicts {
  /** Left alone, unless its DHCID says that it is this machine's: the RFC's way. */
  CHECK,
  /**
   * Replaced where it has a DHCID, whoever's: what a DHCP server wrote, never what a person did.
   */
  REPLACE,
  /** Replaced, whatever it is. */
  FORCE;

  /**
   * Reads the word that configurations use.
   *
   * @throws IllegalArgumentException another word
   */
  public static NameConflicts parse(String text) {
    return Words.parse(text, values());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

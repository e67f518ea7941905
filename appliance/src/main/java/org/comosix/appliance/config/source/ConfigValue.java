package org.comosix.appliance.config.source;

import java.util.List;
import org.comosix.appliance.config.Spot;

/**
 * A value of any kind, with its places.
 *
 * @param key where its key stands
 * @param spot where it stands itself
 * @param isList whether it is a list in brackets
 * @param elements those of the list, or the value as the only one
 */
record ConfigValue(Spot key, Spot spot, boolean isList, List<Element> elements) {

  /**
   * One value that is no list, unless lists were put into each other.
   *
   * @param value of TOML's types: String, Long, Boolean …
   */
  record Element(Object value, Spot spot) {}
}

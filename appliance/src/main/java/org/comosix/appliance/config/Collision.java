package org.comosix.appliance.config;

import java.util.Optional;

/**
 * Two settings that cannot both be.
 *
 * @param at the path of the setting that is refused, such as {@code node[2].address}; counted from
 *     0
 * @param other the path of the one it collides with, where there is one in the file
 */
public record Collision(String at, Optional<String> other, String message) {

  @Override
  public String toString() {
    return at + ": " + message + other.map(path -> " (" + path + ")").orElse("");
  }
}

package org.comosix.appliance.image.source;

import java.util.Map;
import java.util.Set;

/**
 * What an initramfs unpacks to.
 *
 * @param paths of all its members, relative, without {@code ./}
 * @param texts the content of those that were asked for, by path
 */
public record InitramfsContents(Set<String> paths, Map<String, String> texts) {

  public InitramfsContents {
    paths = Set.copyOf(paths);
    texts = Map.copyOf(texts);
  }
}

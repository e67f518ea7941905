package org.comosix.appliance.boot;

import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * The one read-only source of named files, for TFTP and HTTP alike. Any thread; may do short
 * metadata I/O.
 */
public interface BootFiles {

  /**
   * Looks a file up.
   *
   * @param name relative, with forward slashes, without a leading slash; {@code ..} never leads
   *     anywhere
   * @param server our own address as the client reaches it, for generated scripts
   * @param client who asks
   */
  Optional<BootFile> find(String name, Ipv4Address server, Ipv4Address client);
}

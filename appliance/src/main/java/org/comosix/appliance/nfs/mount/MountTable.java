package org.comosix.appliance.nfs.mount;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Who said it mounted what, for DUMP. A hint, as RFC 1813 has it: nodes are switched off without a
 * word, so the longest known give way to new ones. Any thread.
 */
final class MountTable {

  /** One mount. */
  record Mount(Ipv4Address address, String path) {}

  private static final int MAX_MOUNTS = 1024;

  private final Set<Mount> mounts = new LinkedHashSet<>();

  synchronized void add(Mount mount) {
    mounts.remove(mount);
    mounts.add(mount);
    if (mounts.size() > MAX_MOUNTS) {
      mounts.remove(mounts.iterator().next());
    }
  }

  synchronized void remove(Mount mount) {
    mounts.remove(mount);
  }

  synchronized void removeAll(Ipv4Address address) {
    mounts.removeIf(mount -> mount.address().equals(address));
  }

  synchronized List<Mount> all() {
    return List.copyOf(mounts);
  }
}

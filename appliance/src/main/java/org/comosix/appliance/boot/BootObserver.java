package org.comosix.appliance.boot;

import org.comosix.appliance.domain.BootFact;

/**
 * Is told by the protocol rooms what booting nodes do. Called from any event loop; must not block.
 */
@FunctionalInterface
public interface BootObserver {
  void observed(BootFact fact);
}

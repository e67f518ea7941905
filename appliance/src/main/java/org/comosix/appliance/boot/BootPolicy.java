package org.comosix.appliance.boot;

import java.util.Optional;

/** Decides what a client loads next. A function: no I/O, any thread. */
@FunctionalInterface
public interface BootPolicy {

  /** Empty when there is nothing for this architecture, or no image is published. */
  Optional<BootOffer> offer(BootRequest request);
}

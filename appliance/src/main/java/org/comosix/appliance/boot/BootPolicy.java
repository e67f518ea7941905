package org.comosix.appliance.boot;

import java.util.Optional;

/** Decides what a client loads next. Any thread; metadata I/O at most. */
@FunctionalInterface
public interface BootPolicy {

  /** Empty when there is nothing for this architecture, or no image is published. */
  Optional<BootOffer> offer(BootRequest request);
}

package org.comosix.appliance.image.store;

/**
 * Told before each step that changes the disk for good. Production does nothing; tests look at the
 * store as a power cut at that step would leave it.
 */
@FunctionalInterface
interface CommitSteps {

  CommitSteps UNOBSERVED = step -> {};

  void before(String step);
}

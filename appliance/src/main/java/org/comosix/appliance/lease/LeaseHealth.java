package org.comosix.appliance.lease;

import java.util.Optional;

/** Whether leases can be made durable. Any thread. */
public interface LeaseHealth {

  /** Empty when all is well; else what is wrong, for people. */
  Optional<String> problem();
}

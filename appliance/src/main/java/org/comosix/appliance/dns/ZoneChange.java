package org.comosix.appliance.dns;

import java.util.Optional;

/** Something in our zones comes, goes or becomes something else. */
interface ZoneChange {

  /** The very object that was {@link #after} in the change before. */
  Optional<? extends ZoneContent> before();

  Optional<? extends ZoneContent> after();
}

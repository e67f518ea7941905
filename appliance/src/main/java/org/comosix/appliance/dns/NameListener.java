package org.comosix.appliance.dns;

import java.util.List;

/** Is told what our zones say of machines. Calls come one at a time; they must not block. */
public interface NameListener {

  /**
   * All that is; whatever was told before is over.
   *
   * @param machines each with no names before
   */
  void all(List<NamesChange> machines);

  /** What becomes something else, in this order. */
  void changed(List<NamesChange> changes);
}

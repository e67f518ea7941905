package org.comosix.appliance.demo;

import java.time.Duration;

/** Is shown what happens in the lab, from one thread. */
public interface LabView {

  /** A line about what was done or is being done. */
  void said(String text);

  /** A booting node took a step. */
  void booted(Duration sincePowerOn, String stage, String detail);

  /** Nothing new; called about ten times a second while the node boots. */
  void waiting(Duration sincePowerOn, String lastStage);

  /** A claim was looked into. */
  void proved(Evidence evidence);
}

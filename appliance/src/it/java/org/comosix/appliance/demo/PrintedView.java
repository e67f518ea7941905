package org.comosix.appliance.demo;

import java.time.Duration;

/** Shows a lab in the test's output. */
final class PrintedView implements LabView {

  @Override
  public void said(String text) {
    System.out.println("  " + text);
  }

  @Override
  public void booted(Duration sincePowerOn, String stage, String detail) {
    System.out.println("  " + sincePowerOn.toMillis() + " ms  " + stage + "  " + detail);
  }

  @Override
  public void waiting(Duration sincePowerOn, String lastStage) {}

  @Override
  public void proved(Evidence evidence) {
    System.out.println("  " + evidence);
  }
}

package org.comosix.appliance.domain;

/** A change of one lease, told after it is on disk. */
public record LeaseEvent(Kind kind, Lease lease) {

  /** What happened. */
  public enum Kind {
    BOUND,
    RENEWED,
    RELEASED,
    EXPIRED,
    DECLINED
  }
}

package org.comosix.appliance.dhcp.codec.option;

/** Which kind of value a configuration file gives for one element of an option. */
public enum Written {
  /** In quotes. */
  QUOTED,
  /** A whole number without quotes. */
  NUMBER,
  /** {@code true} or {@code false} without quotes. */
  FLAG
}

package org.comosix.appliance.dns;

/** How a query came, which bounds the length of its answer. */
public enum Via {
  UDP,
  TCP
}

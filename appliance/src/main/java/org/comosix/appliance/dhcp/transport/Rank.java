package org.comosix.appliance.dhcp.transport;

/** Whom a packet seems to come from; nobody of the three can make another wait for long. */
enum Rank {
  /** A machine of the inventory, or one that holds a lease. */
  KNOWN(4096, 2),
  /**
   * A stranger whom we have made an offer, or who asks again after some seconds. Clients do that,
   * floods of invented addresses hardly.
   */
  RETURNING(4096, 4),
  /** Anybody else. */
  STRANGER(8192, 4);

  private final int capacity;
  private final int part;

  Rank(int capacity, int part) {
    this.capacity = capacity;
    this.part = part;
  }

  /** How many packets may wait. */
  int capacity() {
    return capacity;
  }

  /** How many of a batch are for it whoever else waits. */
  int share(int batch) {
    return batch / part;
  }
}

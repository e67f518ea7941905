package org.comosix.appliance.dhcp.limit;

/** Spreads keys over tables. With a secret: who knows where a key lies can push others out. */
public final class HashMixing {

  private HashMixing() {}

  /** The last step of splitmix64: every bit of the key changes every bit of the result. */
  public static long mix(long key) {
    long mixed = key + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}

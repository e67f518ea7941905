package org.comosix.appliance.lease.exchange;

/**
 * What a reader has to say about a place of a file.
 *
 * @param text for people, one line
 */
public record Finding(Place place, Reason reason, String text) {

  /** Why something was not taken as it stands. */
  public enum Reason {
    /** The file is not what its format says: the only one that calls for a person. */
    NOT_UNDERSTOOD,
    /** IPv6: nothing that this server leases. */
    NOT_IPV4,
    /** A client that is not on Ethernet, or of which no hardware address is told. */
    NO_HARDWARE_ADDRESS,
    /** The name is no host name; the rest is taken. */
    NAME_LEFT_OUT,
    /** A lease for ever; it is taken for the longest time there is here. */
    WITHOUT_END,
    /** It has no meaning here, and says so. */
    NOT_SUPPORTED
  }

  /** Whether somebody must look before the file is used. */
  public boolean isError() {
    return reason == Reason.NOT_UNDERSTOOD;
  }

  static Finding notUnderstood(Place place, String text) {
    return new Finding(place, Reason.NOT_UNDERSTOOD, text);
  }
}

package org.comosix.appliance.lease.exchange;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.NodeName;

/** Values that occur in every format, with a finding for what cannot be taken. */
final class Words {

  private Words() {}

  /** Empty when it is no IPv4 address. */
  static Optional<Ipv4Address> address(String text) {
    try {
      return Optional.of(Ipv4Address.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The first label of a host name, which is the machine's own; what no host name can be is left
   * out and said.
   */
  static Optional<NodeName> hostName(String text, Place place, List<Finding> findings) {
    String label = text.toLowerCase(Locale.ROOT).split("\\.", 2)[0];
    if (NodeName.isValid(label)) {
      return Optional.of(new NodeName(label));
    }
    findings.add(
        new Finding(
            place,
            Finding.Reason.NAME_LEFT_OUT,
            "\"" + text + "\" is no host name; the machine is named when it asks"));
    return Optional.empty();
  }
}

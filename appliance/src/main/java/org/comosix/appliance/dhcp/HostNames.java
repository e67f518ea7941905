package org.comosix.appliance.dhcp;

import java.util.Optional;
import org.comosix.appliance.dhcp.codec.ClientFqdn;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;

/** Reads the name a client asks for (options 81 and 12). */
final class HostNames {

  private final NodeLabels labels;

  /**
   * Knows the prefixes.
   *
   * @param labels a node that was told its DNS label must not get the prefix twice
   */
  HostNames(NodeLabels labels) {
    this.labels = labels;
  }

  /**
   * Option 81, else option 12 (RFC 4702, section 4): the first label as LDH, without {@code om_};
   * empty when nothing usable is left.
   */
  Optional<NodeName> wish(DhcpQuery query) {
    return query
        .fqdn()
        .map(ClientFqdn::name)
        .flatMap(this::clean)
        .or(() -> query.options().text(OptionCode.HOST_NAME).flatMap(this::clean));
  }

  Optional<NodeName> clean(String text) {
    String label = labels.bare(text.split("\\.", 2)[0]);
    String ldh = trimHyphens(lettersDigitsHyphens(label));
    if (ldh.length() > NodeName.MAX_LENGTH) {
      ldh = trimHyphens(ldh.substring(0, NodeName.MAX_LENGTH));
    }
    return ldh.isEmpty() ? Optional.empty() : Optional.of(new NodeName(ldh));
  }

  /** Other characters become hyphens, as Windows does when it makes a DNS name of its own. */
  private static String lettersDigitsHyphens(String label) {
    StringBuilder ldh = new StringBuilder(label.length());
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      boolean keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      ldh.append(keep ? c : '-');
    }
    return ldh.toString();
  }

  private static String trimHyphens(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == '-') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == '-') {
      to--;
    }
    return text.substring(from, to);
  }
}

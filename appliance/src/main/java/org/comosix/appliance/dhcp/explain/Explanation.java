package org.comosix.appliance.dhcp.explain;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.IgnoreReason;
import org.comosix.appliance.dhcp.codec.DhcpMessage;

/**
 * What there is to say about one message.
 *
 * @param facts in the order in which the server settles them
 * @param reply what it would answer
 * @param ignored why it would not answer
 */
public record Explanation(
    List<Fact> facts, Optional<DhcpMessage> reply, Optional<IgnoreReason> ignored) {

  public Explanation {
    facts = List.copyOf(facts);
  }
}

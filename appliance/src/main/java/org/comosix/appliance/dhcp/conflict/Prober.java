package org.comosix.appliance.dhcp.conflict;

import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/** Asks the network whether somebody uses an address. Called on the DHCP thread; never waits. */
public interface Prober {

  /**
   * What is asked.
   *
   * @param lastHolder who had the address from us; it may be remembered here and there although it
   *     is gone
   * @param ahead nobody waits for the answer yet
   */
  record Question(Ipv4Address address, Optional<MacAddress> lastHolder, boolean ahead) {}

  /** Who answered; a probe through a router does not tell the hardware address. */
  record User(Optional<MacAddress> mac) {}

  /** False when nobody can be asked there, or not now because enough is under way. */
  boolean ask(Question question);

  /** Who has answered since it was asked; ends the question. */
  Optional<User> answer(Ipv4Address address);
}

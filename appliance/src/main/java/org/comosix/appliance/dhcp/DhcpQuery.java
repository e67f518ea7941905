package org.comosix.appliance.dhcp;

import java.util.Optional;
import org.comosix.appliance.dhcp.codec.ClientFqdn;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.dhcp.codec.RelayInformation;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * A message and how it came.
 *
 * @param arrival the interface it came in on
 * @param broadcast whether it was sent to the broadcast address; tells REBINDING from RENEWING
 */
public record DhcpQuery(DhcpMessage message, ServedInterface arrival, boolean broadcast) {

  public Optional<MessageType> type() {
    return message.type();
  }

  public DhcpOptions options() {
    return message.options();
  }

  public Optional<Ipv4Address> requestedAddress() {
    return options().address(OptionCode.REQUESTED_IP_ADDRESS);
  }

  public Optional<Ipv4Address> serverIdentifier() {
    return options().address(OptionCode.SERVER_IDENTIFIER);
  }

  /** Option 118; only a proxy, which names itself in giaddr, can be answered as it asks. */
  public Optional<Ipv4Address> subnetSelection() {
    return message.isRelayed() ? options().address(OptionCode.SUBNET_SELECTION) : Optional.empty();
  }

  public ClientKind clientKind() {
    return ClientKind.of(options());
  }

  public RelayInformation relayInformation() {
    return RelayInformation.of(options());
  }

  public Optional<ClientFqdn> fqdn() {
    return ClientFqdn.of(options());
  }

  /**
   * The appliance's address as this client should use it: on its own subnet where we have one. A
   * relay agent may ask that its own address be told instead (RFC 5107); that is {@link
   * #serverIdentifierFor}.
   */
  public Ipv4Address serverAddress(Ipv4Subnet subnet) {
    for (Ipv4Address own : arrival.addresses()) {
      if (subnet.contains(own)) {
        return own;
      }
    }
    return arrival.addresses().get(0);
  }

  /** Option 54 of the reply. */
  public Ipv4Address serverIdentifierFor(Ipv4Subnet subnet) {
    return relayInformation().serverIdOverride().orElseGet(() -> serverAddress(subnet));
  }
}

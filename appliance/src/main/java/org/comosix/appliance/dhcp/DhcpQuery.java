package org.comosix.appliance.dhcp;

import java.util.Optional;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

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

  /** Only where {@code message().hardware().isEthernet()}. */
  public MacAddress mac() {
    return message.hardware().mac();
  }

  public Optional<Ipv4Address> requestedAddress() {
    return message.options().address(OptionCode.REQUESTED_IP_ADDRESS);
  }

  public Optional<Ipv4Address> serverIdentifier() {
    return message.options().address(OptionCode.SERVER_IDENTIFIER);
  }

  public ClientKind clientKind() {
    return ClientKind.of(message.options());
  }

  /** The appliance's address as this client should use it: on its own subnet where we have one. */
  public Ipv4Address serverAddress(DhcpSubnet subnet) {
    return arrival.addresses().stream()
        .filter(subnet.subnet()::contains)
        .findFirst()
        .orElse(arrival.addresses().get(0));
  }
}

package org.comosix.appliance.dhcp.explain;

import java.util.Optional;
import java.util.stream.Collectors;
import org.comosix.appliance.dhcp.ClientKind;
import org.comosix.appliance.dhcp.ClientProfile;
import org.comosix.appliance.dhcp.DhcpClass;
import org.comosix.appliance.dhcp.MachineFinder;
import org.comosix.appliance.dhcp.RoleRules;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.dhcp.codec.option.OptionDefinitions;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.MachineRole;

/** Who it is. */
final class ClientWords {

  private ClientWords() {}

  /** The machine, the program that speaks for it, and the way the message came. */
  static String client(DhcpMessage message) {
    String relay =
        message.isRelayed() ? ", through the relay agent " + message.giaddr() + hops(message) : "";
    return hardware(message) + ", " + kind(message.options()) + relay;
  }

  static String hardware(DhcpMessage message) {
    return message.hardware().isEthernet()
        ? message.hardware().mac().toString()
        : "a client without an Ethernet address";
  }

  private static String hops(DhcpMessage message) {
    return message.hops() > 1 ? " (" + message.hops() + " hops)" : "";
  }

  private static String kind(DhcpOptions options) {
    String program =
        switch (ClientKind.of(options)) {
          case PXE_FIRMWARE -> "firmware that boots by PXE";
          case HTTP_FIRMWARE -> "firmware that boots by HTTP";
          case IPXE -> "iPXE";
          case INITRAMFS -> "the initramfs of a node";
          case OTHER -> "an operating system";
        };
    return content(options, OptionCode.VENDOR_CLASS)
        .map(name -> program + " (vendor class " + name + ")")
        .orElse(program);
  }

  private static Optional<String> content(DhcpOptions options, int code) {
    return options.bytes(code).map(value -> OptionDefinitions.format(code, value));
  }

  static String machine(ClientProfile client) {
    return client
            .machine()
            .map(found -> found.machine().name() + ", known by " + by(found.by()))
            .orElse("none of the inventory")
        + (client.client().equals(ClientId.of(client.mac()))
            ? ""
            : "; its lease is kept under its client identifier");
  }

  private static String by(MachineFinder.By by) {
    return switch (by) {
      case HARDWARE_ADDRESS -> "its hardware address";
      case CLIENT_ID -> "its client identifier (option 61)";
      case UUID -> "its system UUID (option 97)";
      case RELAY_PORT -> "the relay agent's port it is at (option 82)";
      case LEASE -> "the lease it has from before";
    };
  }

  static String classes(ClientProfile client) {
    return client.classes().isEmpty()
        ? "none"
        : client.classes().stream().map(DhcpClass::name).collect(Collectors.joining(", "));
  }

  static String role(ClientProfile client) {
    String role = client.role().role() == MachineRole.NODE ? "a node" : "a host";
    return role + ", since " + rule(client.role().rule());
  }

  private static String rule(RoleRules.Rule rule) {
    return switch (rule) {
      case CLASS -> "its class says so";
      case LISTED_HOST -> "the inventory lists it as a host";
      case WINDOWS -> "this is Windows speaking (vendor class MSFT)";
      case BOOTING -> "it is booting from the network";
      case LISTED_NODE -> "the inventory lists it as a node";
      case LEASE -> "it booted from here and has kept its lease since";
      case NOTHING -> "nothing says that it is a node";
    };
  }
}

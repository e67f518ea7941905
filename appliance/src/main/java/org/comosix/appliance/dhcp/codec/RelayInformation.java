package org.comosix.appliance.dhcp.codec;

import java.util.Arrays;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.RelayPort;

/**
 * Option 82, which the relay agent adds. It is echoed byte by byte whatever stands in it; what we
 * read of it is here.
 *
 * @param circuitId sub-option 1, hexadecimal
 * @param remoteId sub-option 2, hexadecimal
 * @param linkSelection sub-option 5 (RFC 3527): the link the client is on
 * @param serverIdOverride sub-option 11 (RFC 5107): what the client shall take for the server
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3046#section-2.0">RFC 3046, section 2.0</a>
 */
public record RelayInformation(
    Optional<String> circuitId,
    Optional<String> remoteId,
    Optional<Ipv4Address> linkSelection,
    Optional<Ipv4Address> serverIdOverride) {

  public static final RelayInformation NONE =
      new RelayInformation(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final int CIRCUIT_ID = 1;
  private static final int REMOTE_ID = 2;
  private static final int LINK_SELECTION = 5;
  private static final int SERVER_ID_OVERRIDE = 11;

  /** Of a message; what is cut off in the middle of a sub-option is not read. */
  public static RelayInformation of(DhcpOptions options) {
    return options
        .bytes(OptionCode.RELAY_AGENT_INFORMATION)
        .map(RelayInformation::parse)
        .orElse(NONE);
  }

  private static RelayInformation parse(byte[] content) {
    return new RelayInformation(
        id(content, CIRCUIT_ID),
        id(content, REMOTE_ID),
        address(content, LINK_SELECTION),
        address(content, SERVER_ID_OVERRIDE));
  }

  /** The port, as exactly as it is told. */
  public Optional<RelayPort> port() {
    return circuitId.isEmpty() && remoteId.isEmpty()
        ? Optional.empty()
        : Optional.of(new RelayPort(circuitId, remoteId));
  }

  private static Optional<String> id(byte[] content, int code) {
    return subOption(content, code).filter(id -> id.length > 0).map(RelayPort::ofOctets);
  }

  private static Optional<Ipv4Address> address(byte[] content, int code) {
    return subOption(content, code)
        .filter(value -> value.length == Ipv4Address.LENGTH)
        .map(Ipv4Address::of)
        .filter(address -> !address.isAny());
  }

  private static Optional<byte[]> subOption(byte[] content, int code) {
    int at = 0;
    while (at + 2 <= content.length) {
      int end = at + 2 + (content[at + 1] & 0xff);
      if (end > content.length) {
        return Optional.empty();
      }
      if ((content[at] & 0xff) == code) {
        return Optional.of(Arrays.copyOfRange(content, at + 2, end));
      }
      at = end;
    }
    return Optional.empty();
  }
}

package org.comosix.appliance.domain;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The switch port that a relay agent says a client is on (RFC 3046), whatever machine stands there.
 *
 * @param circuitId sub-option 1, in lower-case hexadecimal
 * @param remoteId sub-option 2, likewise; at least one of the two
 */
public record RelayPort(Optional<String> circuitId, Optional<String> remoteId) {

  private static final String HEX = "hex:";
  private static final int MAX_LENGTH = 255;

  public RelayPort {
    if (circuitId.isEmpty() && remoteId.isEmpty()) {
      throw new IllegalArgumentException("a relay port needs a circuit-id or a remote-id");
    }
  }

  public static String ofOctets(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  /**
   * Reads text as the switch sends it, {@code eth0/12}, or bytes, {@code hex:0004000a0102}.
   *
   * @return in lower-case hexadecimal
   * @throws IllegalArgumentException empty, too long or not hexadecimal
   */
  public static String parseId(String text) {
    byte[] octets = octets(text);
    if (octets.length == 0 || octets.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "expected 1 to 255 bytes: a text, or hex: and pairs of hexadecimal digits");
    }
    return ofOctets(octets);
  }

  @Override
  public String toString() {
    return circuitId.map(id -> "circuit-id hex:" + id).orElse("")
        + (circuitId.isPresent() && remoteId.isPresent() ? ", " : "")
        + remoteId.map(id -> "remote-id hex:" + id).orElse("");
  }

  private static byte[] octets(String text) {
    if (!text.startsWith(HEX)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return HexFormat.of().parseHex(text.substring(HEX.length()).replace(":", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected pairs of hexadecimal digits after hex:, not \"" + text + "\"", e);
    }
  }
}

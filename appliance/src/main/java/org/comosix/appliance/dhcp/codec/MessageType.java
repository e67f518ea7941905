package org.comosix.appliance.dhcp.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Option 53 (RFC 2132, section 9.6). */
public enum MessageType {
  DISCOVER(1),
  OFFER(2),
  REQUEST(3),
  DECLINE(4),
  ACK(5),
  NAK(6),
  RELEASE(7),
  INFORM(8);

  private static final List<Optional<MessageType>> BY_CODE =
      Arrays.stream(values()).map(Optional::of).toList();

  private final int code;

  MessageType(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public static Optional<MessageType> ofCode(int code) {
    return code >= 1 && code <= BY_CODE.size() ? BY_CODE.get(code - 1) : Optional.empty();
  }
}

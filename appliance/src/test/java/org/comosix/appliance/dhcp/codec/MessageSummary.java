package org.comosix.appliance.dhcp.codec;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.comosix.appliance.dhcp.ClientKind;

/** A message in one line, as golden packets expect it. */
final class MessageSummary {

  private MessageSummary() {}

  static String of(DhcpMessage message) {
    DhcpOptions options = message.options();
    StringBuilder line = new StringBuilder(message.type().map(Enum::name).orElse("BOOTP"));
    line.append(" xid=").append(message.xidText());
    line.append(" mac=").append(message.hardware().mac());
    line.append(" secs=").append(message.secs());
    line.append(" broadcast=").append(message.wantsBroadcast() ? "yes" : "no");
    line.append(" ciaddr=").append(message.ciaddr());
    options
        .address(OptionCode.REQUESTED_IP_ADDRESS)
        .ifPresent(address -> line.append(" requested=").append(address));
    options
        .address(OptionCode.SERVER_IDENTIFIER)
        .ifPresent(address -> line.append(" server=").append(address));
    options
        .number(OptionCode.MAXIMUM_MESSAGE_SIZE)
        .ifPresent(size -> line.append(" max=").append(size));
    options.text(OptionCode.HOST_NAME).ifPresent(name -> line.append(" host=").append(name));
    options
        .number(OptionCode.CLIENT_SYSTEM)
        .ifPresent(number -> line.append(" arch=").append(number));
    line.append(" kind=").append(ClientKind.of(options));
    line.append(" options=");
    return line.append(
            IntStream.range(0, options.size())
                .mapToObj(i -> String.valueOf(options.code(i)))
                .collect(Collectors.joining(",")))
        .toString();
  }
}

package org.comosix.appliance.dhcp.explain;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.comosix.appliance.dhcp.ClientKind;
import org.comosix.appliance.dhcp.ClientProfile;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.MacAddress;

/** What a reply says. */
final class AnswerWords {

  private static final int INFINITE = -1;

  private AnswerWords() {}

  /** The kind of answer, and the address, time and name in it. */
  static String of(DhcpMessage reply) {
    DhcpOptions options = reply.options();
    Optional<MessageType> type = reply.type();
    if (type.equals(Optional.of(MessageType.NAK))) {
      return "NAK: " + options.text(OptionCode.MESSAGE).orElse("without a reason");
    }
    String kind = type.map(Enum::name).orElse("BOOTP reply");
    String address = reply.yiaddr().isAny() ? " without an address" : " of " + reply.yiaddr();
    return kind
        + address
        + leaseTime(options).map(time -> " for " + time).orElse("")
        + options.text(OptionCode.HOST_NAME).map(name -> ", name " + name).orElse("");
  }

  static Optional<String> leaseTime(DhcpOptions options) {
    return options
        .bytes(OptionCode.LEASE_TIME)
        .filter(value -> value.length == Integer.BYTES)
        .map(value -> ByteBuffer.wrap(value).getInt())
        .map(
            seconds ->
                seconds == INFINITE
                    ? "ever"
                    : Words.time(Duration.ofSeconds(Integer.toUnsignedLong(seconds))));
  }

  /** The file of a message, from whichever place it stands in. */
  static Optional<String> bootFile(DhcpMessage message) {
    return Optional.of(message.file())
        .filter(file -> !file.isEmpty())
        .or(() -> message.options().text(OptionCode.BOOT_FILE_NAME));
  }

  /** What it is told to load, or why it is told nothing. */
  static String boot(
      DhcpMessage query,
      ClientProfile client,
      DhcpMessage reply,
      Function<MacAddress, String> nothingToBoot) {
    Optional<String> file = bootFile(reply);
    if (file.isPresent()) {
      String by = file.get().contains("://") ? "" : " by TFTP from " + reply.siaddr();
      return file.get() + by + ", " + whichLoads(ClientKind.of(query.options()));
    }
    Optional<String> root = reply.options().text(OptionCode.ROOT_PATH);
    if (root.isPresent()) {
      return "root file system " + root.get() + ", which the initramfs mounts";
    }
    if (!client.isNode()) {
      return "nothing: a host is never told what to boot";
    }
    return ClientKind.of(query.options()).isBooting()
        ? "nothing: " + nothingToBoot.apply(client.mac())
        : "nothing: an operating system runs already";
  }

  private static String whichLoads(ClientKind kind) {
    return switch (kind) {
      case PXE_FIRMWARE, HTTP_FIRMWARE -> "iPXE for the architecture of its firmware";
      case IPXE -> "iPXE's script for this machine";
      case INITRAMFS, OTHER -> "for firmware that does not say what it is";
    };
  }
}

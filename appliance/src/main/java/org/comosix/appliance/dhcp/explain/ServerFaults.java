package org.comosix.appliance.dhcp.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comosix.appliance.dhcp.ClientKind;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;

/** What is wrong with a server's message, as clients see it. */
final class ServerFaults {

  private final DhcpMessage message;
  private final DhcpOptions options;
  private final Optional<ClientKind> client;
  private final List<String> faults = new ArrayList<>();

  private ServerFaults(DhcpMessage message, Optional<DhcpMessage> query) {
    this.message = message;
    this.options = message.options();
    this.client = query.map(asked -> ClientKind.of(asked.options()));
  }

  /**
   * None for a good one.
   *
   * @param query what it answers, where that was seen
   */
  static List<String> of(DhcpMessage message, Optional<DhcpMessage> query) {
    ServerFaults check = new ServerFaults(message, query);
    check.what();
    check.network();
    check.boot();
    return check.faults;
  }

  private void what() {
    if (message.type().isPresent() && !options.has(OptionCode.SERVER_IDENTIFIER)) {
      faults.add(
          "it has no server identifier (option 54), which RFC 2131 demands: clients cannot take"
              + " its offer");
    }
    boolean informs = message.yiaddr().isAny();
    boolean binds =
        message
            .type()
            .filter(type -> type == MessageType.OFFER || type == MessageType.ACK)
            .isPresent();
    if (binds && !informs && AnswerWords.leaseTime(options).isEmpty()) {
      faults.add("it gives an address without a lease time (option 51): many clients drop it");
    }
  }

  private void network() {
    if (message.yiaddr().isAny()) {
      return;
    }
    Optional<Ipv4Address> mask = options.address(OptionCode.SUBNET_MASK);
    if (mask.isEmpty()) {
      faults.add("it tells no subnet mask (option 1): clients guess one from the address");
      return;
    }
    options
        .bytes(OptionCode.ROUTER)
        .filter(routers -> routers.length >= Ipv4Address.LENGTH)
        .map(routers -> Ipv4Address.of(Arrays.copyOf(routers, Ipv4Address.LENGTH)))
        .filter(router -> ((router.bits() ^ message.yiaddr().bits()) & mask.get().bits()) != 0)
        .ifPresent(
            router ->
                faults.add(
                    "its router " + router + " is not in the subnet of " + message.yiaddr()));
  }

  private void boot() {
    String vendorClass = options.text(OptionCode.VENDOR_CLASS).orElse("");
    Optional<String> file = AnswerWords.bootFile(message);
    if (vendorClass.startsWith("PXEClient") && !options.has(OptionCode.VENDOR_SPECIFIC)) {
      faults.add(
          "it says PXEClient (option 60) without option 43: UEFI takes it for a hint to ask UDP"
              + " port 4011 at "
              + message.siaddr()
              + " and waits for an answer there");
    }
    if (client.equals(Optional.of(ClientKind.HTTP_FIRMWARE)) && file.isPresent()) {
      if (!vendorClass.startsWith("HTTPClient")) {
        faults.add("it does not say HTTPClient (option 60): UEFI HTTP Boot drops it");
      } else if (!file.get().contains("://")) {
        faults.add("its boot file " + file.get() + " is no URL, which UEFI HTTP Boot needs");
      }
    }
    if (client.equals(Optional.of(ClientKind.IPXE)) && file.filter(this::isIpxe).isPresent()) {
      faults.add(
          "it tells iPXE to load " + file.get() + ", which is iPXE again: it would do so for ever");
    }
  }

  private boolean isIpxe(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return name.matches("(?:undionly|snponly|ipxe).*\\.(?:kpxe|kkpxe|pxe|efi|0)");
  }
}

package org.comosix.appliance.dhcp.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpMessage.ReplyFields;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.testkit.GoldenPackets;
import org.junit.jupiter.api.Test;

final class ServerFaultsTest {

  private static final Ipv4Address SERVER = Ipv4Address.parse("10.77.0.9");
  private static final Ipv4Address MASK = Ipv4Address.parse("255.255.255.0");

  private static DhcpMessage query(String name) {
    return DhcpCodec.decode(GoldenPackets.named("dhcp", name).bytes());
  }

  private static DhcpOptions.Builder offer() {
    return DhcpOptions.builder()
        .put(MessageType.OFFER)
        .put(OptionCode.SERVER_IDENTIFIER, SERVER)
        .putSeconds(OptionCode.LEASE_TIME, 3600)
        .put(OptionCode.SUBNET_MASK, MASK);
  }

  private static List<String> faults(String query, String file, DhcpOptions.Builder options) {
    ReplyFields fields = new ReplyFields(Ipv4Address.parse("10.77.0.77"), SERVER, "", file);
    DhcpMessage asked = query(query);
    return ServerFaults.of(
        asked.reply(0, Ipv4Address.ANY, fields, options.build()), Optional.of(asked));
  }

  @Test
  void aGoodOfferHasNone() {
    assertThat(faults("discover-udhcpc", "", offer())).isEmpty();
    assertThat(
            faults(
                "discover-ovmf-pxe",
                "snponly.efi",
                offer()
                    .put(OptionCode.VENDOR_CLASS, "PXEClient")
                    .put(OptionCode.VENDOR_SPECIFIC, new byte[] {6, 1, 8})))
        .isEmpty();
    assertThat(
            faults(
                "discover-ovmf-http",
                "http://10.77.0.9/a.efi",
                offer().put(OptionCode.VENDOR_CLASS, "HTTPClient")))
        .isEmpty();
    assertThat(faults("discover-ipxe-bios", "http://10.77.0.9/boot.ipxe", offer())).isEmpty();
  }

  @Test
  void whatRfc2131Demands() {
    DhcpOptions.Builder bare = DhcpOptions.builder().put(MessageType.OFFER);

    assertThat(faults("discover-udhcpc", "", bare))
        .satisfiesExactly(
            server -> assertThat(server).contains("no server identifier (option 54)"),
            time -> assertThat(time).contains("without a lease time (option 51)"),
            mask -> assertThat(mask).contains("no subnet mask (option 1)"));
  }

  @Test
  void aRouterThatCannotBeReached() {
    assertThat(
            faults(
                "discover-udhcpc",
                "",
                offer().put(OptionCode.ROUTER, Ipv4Address.parse("10.77.1.1"))))
        .containsExactly("its router 10.77.1.1 is not in the subnet of 10.77.0.77");
  }

  @Test
  void pxeClientWithoutOption43() {
    assertThat(
            faults(
                "discover-ovmf-pxe",
                "snponly.efi",
                offer().put(OptionCode.VENDOR_CLASS, "PXEClient")))
        .singleElement()
        .asString()
        .contains("without option 43", "port 4011 at 10.77.0.9");
  }

  @Test
  void httpBootNeedsItsVendorClassAndAUrl() {
    assertThat(faults("discover-ovmf-http", "http://10.77.0.9/a.efi", offer()))
        .containsExactly("it does not say HTTPClient (option 60): UEFI HTTP Boot drops it");
    assertThat(
            faults(
                "discover-ovmf-http", "a.efi", offer().put(OptionCode.VENDOR_CLASS, "HTTPClient")))
        .containsExactly("its boot file a.efi is no URL, which UEFI HTTP Boot needs");
  }

  @Test
  void ipxeThatIsToldToLoadIpxe() {
    assertThat(faults("discover-ipxe-bios", "boot/undionly.kpxe", offer()))
        .singleElement()
        .asString()
        .contains("is iPXE again");
    assertThat(faults("discover-ovmf-pxe", "undionly.kpxe", offer())).isEmpty();
  }
}

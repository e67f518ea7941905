package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden packets have the real clients; here are the encodings that they do not show. */
final class ClientKindTest {

  @ParameterizedTest
  @CsvSource({
    // option, content in hex, kind
    "77, 69505845, IPXE", // raw iPXE
    "77, 0469505845, IPXE", // RFC 3004: length first
    "77, 0569505845, OTHER",
    "77, 6950584500, OTHER",
    "77, '', OTHER",
    "175, '', IPXE",
    "60, 505845436c69656e74, PXE_FIRMWARE", // PXEClient and nothing more
    "60, 48545450436c69656e74, HTTP_FIRMWARE",
    "60, 4d53465420352e30, OTHER", // MSFT 5.0
    "60, 4c696e7578206970636f6e666967, INITRAMFS", // Linux ipconfig
  })
  void kindIsToldByTheVendorAndUserClass(int option, String content, ClientKind kind) {
    DhcpOptions options =
        DhcpOptions.builder().put(option, HexFormat.of().parseHex(content)).build();

    assertThat(ClientKind.of(options)).isEqualTo(kind);
  }
}

package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.MacAddress;
import org.junit.jupiter.api.Test;

/** The examples of RFC 4701, section 3.6. */
final class DhcidTest {

  private static final HexFormat HEX = HexFormat.ofDelimiter(":");

  @Test
  void section361AClientWithADuid() {
    byte[] duid = HEX.parseHex("00:01:00:06:41:2d:f1:66:01:02:03:04:05:06");

    assertThat(text(Dhcid.ofDuid(duid, DomainName.parse("chi6.example.com"))))
        .isEqualTo("AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=");
  }

  @Test
  void section362AClientWithAClientIdentifier() {
    ClientId client = ClientId.of(HEX.parseHex("01:07:08:09:0a:0b:0c"));

    assertThat(text(Dhcid.of(client, DomainName.parse("chi.example.com"))))
        .isEqualTo("AAEBOSD+XR3Os/0LozeXVqcNc7FwCfQdWL3b/NaiUDlW2No=");
  }

  @Test
  void section363AClientWithAHardwareAddress() {
    assertThat(
            text(
                Dhcid.of(
                    MacAddress.parse("01:02:03:04:05:06"), DomainName.parse("client.example.com"))))
        .isEqualTo("AAABxLmlskllE0MVjd57zHcWmEH3pCQ6VytcKD//7es/deY=");
  }

  @Test
  void aDuidInOption61IsTheSameClientAsTheDuid() {
    byte[] option61 = HEX.parseHex("ff:00:00:00:01:00:01:00:06:41:2d:f1:66:01:02:03:04:05:06");

    assertThat(text(Dhcid.of(ClientId.of(option61), DomainName.parse("chi6.example.com"))))
        .isEqualTo("AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=");
  }

  @Test
  void theCaseOfTheNameDoesNotMatter() {
    MacAddress mac = MacAddress.parse("01:02:03:04:05:06");

    assertThat(Dhcid.of(mac, DomainName.parse("Client.EXAMPLE.com")))
        .isEqualTo(Dhcid.of(mac, DomainName.parse("client.example.com")));
  }

  private static String text(byte[] dhcid) {
    return Base64.getEncoder().encodeToString(dhcid);
  }
}

package org.comosix.appliance.dhcp.codec.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.comosix.appliance.dhcp.codec.option.OptionType.*;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each type at nothing, one, its limit and beyond; examples of the RFCs. */
final class OptionTypeTest {

  private static void is(OptionType type, String hex, String... texts) {
    byte[] content = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(type.parse(List.of(texts))).as(List.of(texts).toString()).isEqualTo(content);
    assertThat(type.elements(content)).containsExactly(texts);
    assertThat(type.format(content)).isEqualTo(String.join(", ", texts));
  }

  private static void refuses(OptionType type, String message, String... texts) {
    assertThatThrownBy(() -> type.parse(List.of(texts)))
        .as(List.of(texts).toString())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static String shown(OptionType type, String hex) {
    return type.format(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void numbersFromTheirLeastToTheirMost() {
    is(UINT8, "00", "0");
    is(UINT8, "ff", "255");
    is(UINT16, "0000", "0");
    is(UINT16, "2328", "9000");
    is(UINT16, "ffff", "65535");
    is(UINT32, "00000000", "0");
    is(UINT32, "ffffffff", "4294967295");
    is(INT32, "80000000", "-2147483648");
    is(INT32, "ffffb9b0", "-18000");
    is(INT32, "7fffffff", "2147483647");
    is(UINT8_LIST, "01ff", "1", "255");
    is(UINT16_LIST, "00440240 ffff", "68", "576", "65535");
  }

  @Test
  void numbersBeyondAreRefused() {
    refuses(UINT8, "expected a number from 0 to 255, not 256", "256");
    refuses(UINT8, "expected a number from 0 to 255, not -1", "-1");
    refuses(UINT16, "expected a number from 0 to 65535, not 65536", "65536");
    refuses(UINT32, "expected a number from 0 to 4294967295, not 4294967296", "4294967296");
    refuses(
        INT32, "expected a number from -2147483648 to 2147483647, not 2147483648", "2147483648");
    refuses(
        UINT32, "expected a number from 0 to 4294967295, not " + "9".repeat(40), "9".repeat(40));
    refuses(UINT8, "expected a number from 0 to 255, not many", "many");
    refuses(UINT8, "expected one value, not 2", "1", "2");
    refuses(UINT8_LIST, "expected at least one value");
  }

  @Test
  void numbersOfAnotherLengthAreShownAsTheyCame() {
    assertThat(shown(UINT16, "01")).isEqualTo("hex:01 (expected 2 bytes for each value, not 1)");
    assertThat(shown(UINT16, "00010002")).isEqualTo("hex:00010002 (expected one value, not 2)");
    assertThat(shown(UINT8, "")).isEqualTo("nothing (expected 1 byte for each value, not 0)");
  }

  @Test
  void flags() {
    is(BOOLEAN, "01", "true");
    is(BOOLEAN, "00", "false");
    refuses(BOOLEAN, "expected true or false, not \"yes\"", "yes");
    assertThat(shown(BOOLEAN, "02")).isEqualTo("hex:02 (expected 0 or 1, not 2)");
  }

  @Test
  void addresses() {
    is(IPV4, "0a4d0001", "10.77.0.1");
    is(IPV4, "00000000", "0.0.0.0");
    is(IPV4, "ffffffff", "255.255.255.255");
    is(IPV4_LIST, "0a4d0001 0a4d0002", "10.77.0.1", "10.77.0.2");
    is(IPV4_MASK_LIST, "0a000000 ff000000", "10.0.0.0/255.0.0.0");
    is(IPV4_PAIR_LIST, "0a000000 0a4d0001", "10.0.0.0 via 10.77.0.1");
    refuses(IPV4, "expected an IPv4 address such as 10.77.0.1, not \"ntp.lab\"", "ntp.lab");
    refuses(IPV4, "expected an IPv4 address such as 10.77.0.1, not \"10.0.0.256\"", "10.0.0.256");
    refuses(IPV4_PAIR_LIST, "expected 10.0.0.0 via 10.77.0.1, not \"10.0.0.0\"", "10.0.0.0");
    assertThat(shown(IPV4_LIST, "0a4d0001 0a"))
        .startsWith("hex:0a4d00010a (expected 4 bytes for each value");
    refuses(
        IPV4_LIST, "expected at most 1024 bytes, not 1028", "1.2.3.4 ".repeat(257).split(" ", 0));
  }

  @Test
  void texts() {
    is(TEXT, "61", "a");
    is(TEXT, "20".repeat(255), " ".repeat(255));
    refuses(TEXT, "expected 1 to 255 characters, not 0", "");
    refuses(TEXT, "expected 1 to 255 characters, not 256", "x".repeat(256));
    refuses(
        TEXT,
        "expected letters, digits and signs of ASCII; other bytes as \"hex:0a0b\"",
        "caf\u00e9");
  }

  @Test
  void textsFromTheWireAreHarmlessToATerminal() {
    assertThat(shown(TEXT, "6100")).isEqualTo("a");
    assertThat(shown(TEXT, "636166c3a9")).isEqualTo("caf\u00e9");
    assertThat(shown(TEXT, "1b5b324a")).isEqualTo("hex:1b5b324a (expected text)");
    assertThat(shown(TEXT, "e280ae61")).isEqualTo("hex:e280ae61 (expected text)");
    assertThat(shown(TEXT, "ff")).isEqualTo("hex:ff (expected text)");
    assertThat(shown(TEXT, "")).isEqualTo("nothing (expected text)");
  }

  @Test
  void names() {
    is(DOMAIN_NAME, "6c61622e6578616d706c65", "lab.example");
    assertThat(DOMAIN_NAME.parse("lab.example.")).isEqualTo(DOMAIN_NAME.parse("lab.example"));
    is(DOMAIN_ENCODED, "03 6c6162 00", "lab");
    is(DOMAIN_LIST, "01 61 01 62 00 01 63 01 62 00", "a.b", "c.b");
    is(DOMAIN_NAME, "78".repeat(63), "x".repeat(63));
    for (String wrong : List.of("", ".", "a..b", "-a", "a b", "x".repeat(64), "a.".repeat(128))) {
      refuses(
          DOMAIN_NAME, "expected a domain name such as lab.example, not \"" + wrong + "\"", wrong);
    }
  }

  @Test
  void bytes() {
    is(HEX, "0a", "hex:0a");
    assertThat(HEX.parse("0A:0b-0c 0d")).containsExactly(10, 11, 12, 13);
    refuses(HEX, "expected hexadecimal digits such as hex:0a0b, not \"0a0\"", "0a0");
    refuses(HEX, "expected hexadecimal digits such as hex:0a0b, not \"hex:\"", "hex:");
    assertThat(HEX.parse("00".repeat(1024))).hasSize(1024);
    refuses(HEX, "expected at most 1024 bytes, not 1025", "00".repeat(1025));
  }

  @Nested
  @DisplayName("RFC 3397, domain search")
  class DomainSearch {

    @Test
    void exampleOfSection2() {
      is(
          DOMAIN_SEARCH,
          "03656e67 056170706c65 03636f6d 00  096d61726b6574696e67 c004",
          "eng.apple.com",
          "marketing.apple.com");
    }

    @Test
    void aNameThatIsTheEndOfAnotherIsOnlyAPointer() {
      is(DOMAIN_SEARCH, "0161 0162 00 c002 c000", "a.b", "b", "a.b");
    }

    @Test
    void capitalsShareTheirEndings() {
      assertThat(DOMAIN_SEARCH.parse(List.of("a.LAB", "b.lab"))).hasSize(11);
    }

    @Test
    void pointersLeadBackwardsOnly() {
      assertThat(shown(DOMAIN_SEARCH, "c000")).contains("expected a pointer backwards at byte 0");
      assertThat(shown(DOMAIN_SEARCH, "0161c000")).contains("a pointer backwards at byte 2");
      assertThat(shown(DOMAIN_SEARCH, "0161c004 016200")).contains("backwards at byte 2");
    }

    @Test
    void chainsOfPointersEnd() {
      StringBuilder chain = new StringBuilder("016100");
      for (int at = 0; at < 400; at++) {
        int target = at == 0 ? 0 : 3 + 2 * (at - 1);
        chain.append(HexFormat.of().toHexDigits((short) (0xc000 | target)));
      }
      assertThat(shown(DOMAIN_SEARCH, chain.toString())).contains("expected fewer pointers");
    }

    @Test
    void cutNames() {
      assertThat(shown(DOMAIN_SEARCH, "0361")).contains("expected a label of DNS at byte 0");
      assertThat(shown(DOMAIN_SEARCH, "0161")).contains("expected the end of a name");
      assertThat(shown(DOMAIN_SEARCH, "0161c0")).contains("expected the end of a name");
      assertThat(shown(DOMAIN_SEARCH, "00")).contains("expected a name, not the root");
    }
  }

  @Nested
  @DisplayName("RFC 3442, classless routes")
  class ClasslessRoutes {

    @Test
    void tableOfDestinationDescriptors() {
      is(CLASSLESS_ROUTES, "00 0a4d0001", "0.0.0.0/0 via 10.77.0.1");
      is(CLASSLESS_ROUTES, "080a 0a4d0001", "10.0.0.0/8 via 10.77.0.1");
      is(CLASSLESS_ROUTES, "180a0000 0a4d0001", "10.0.0.0/24 via 10.77.0.1");
      is(CLASSLESS_ROUTES, "100a11 0a4d0001", "10.17.0.0/16 via 10.77.0.1");
      is(CLASSLESS_ROUTES, "180a1b81 0a4d0001", "10.27.129.0/24 via 10.77.0.1");
      is(CLASSLESS_ROUTES, "190ae50080 0a4d0001", "10.229.0.128/25 via 10.77.0.1");
      is(CLASSLESS_ROUTES, "200ac67a2f 00000000", "10.198.122.47/32 via 0.0.0.0");
    }

    @Test
    void severalRoutes() {
      is(
          CLASSLESS_ROUTES,
          "00 0a4d0001 080a 0a4d0002",
          "0.0.0.0/0 via 10.77.0.1",
          "10.0.0.0/8 via 10.77.0.2");
    }

    @Test
    void hostBitsThatAreSetByMistakeAreCleared() {
      assertThat(shown(CLASSLESS_ROUTES, "11 8181cb 0a000001"))
          .isEqualTo("129.129.128.0/17 via 10.0.0.1");
    }

    @Test
    void otherFormsAreRefused() {
      refuses(
          CLASSLESS_ROUTES,
          "expected a route such as 10.0.0.0/8 via 10.77.0.1, not \"10.0.0.0/8\"",
          "10.0.0.0/8");
      refuses(
          CLASSLESS_ROUTES,
          "10.0.0.1/8 has host bits set; the network is 10.0.0.0/8",
          "10.0.0.1/8 via 10.77.0.1");
      assertThat(shown(CLASSLESS_ROUTES, "21 0000000000 0a4d0001")).contains("RFC 3442 at byte 0");
      assertThat(shown(CLASSLESS_ROUTES, "08 0a 0a4d00")).contains("RFC 3442 at byte 0");
    }
  }

  @Test
  void sipServersAreAllNamesOrAllAddresses() {
    is(SIP_SERVERS, "01 0a4d0001 0a4d0002", "10.77.0.1", "10.77.0.2");
    is(SIP_SERVERS, "00 03736970 036c6162 00", "sip.lab");
    assertThat(shown(SIP_SERVERS, "02")).contains("expected 0 (names) or 1 (addresses) first");
  }

  @Test
  void whatClientsAndRelaysSend() {
    assertThat(shown(MESSAGE_TYPE, "01")).isEqualTo("DISCOVER");
    assertThat(shown(MESSAGE_TYPE, "0d")).isEqualTo("type 13");
    assertThat(shown(OPTION_NAMES, "0103e0")).isEqualTo("subnet-mask, routers, option 224");
    assertThat(shown(CLIENT_IDENTIFIER, "01525400123456"))
        .isEqualTo("hardware address 52:54:00:12:34:56");
    assertThat(shown(CLIENT_IDENTIFIER, "00706331")).isEqualTo("pc1");
    assertThat(shown(CLIENT_IDENTIFIER, "ff00000001 0001ab"))
        .isEqualTo("interface hex:00000001 of DUID hex:0001ab");
    assertThat(shown(USER_CLASS, "69505845")).isEqualTo("iPXE");
    assertThat(shown(USER_CLASS, "0469505845 0161")).isEqualTo("iPXE, a");
    assertThat(shown(ARCHITECTURES, "0000 0007 0063"))
        .isEqualTo("x86 BIOS (0), x86-64 UEFI (7), architecture (99)");
    assertThat(shown(NETWORK_INTERFACE, "010310")).isEqualTo("UNDI 3.16");
    assertThat(shown(MACHINE_ID, "00 33221100 5544 7766 8899 aabbccddeeff"))
        .isEqualTo("00112233-4455-6677-8899-aabbccddeeff");
    assertThat(shown(FULL_NAME, "05ffff 03706331 036c6162 00")).isEqualTo("pc1.lab (flags ES)");
    assertThat(shown(FULL_NAME, "04ffff 03706331")).isEqualTo("pc1 (flags E)");
    assertThat(shown(FULL_NAME, "000000 706331")).isEqualTo("pc1");
    assertThat(shown(RELAY_AGENT, "0104 65746831 0504 0a4d0000"))
        .isEqualTo("circuit-id=eth1, link-selection=10.77.0.0");
    assertThat(shown(VENDOR, "060108ff")).isEqualTo("6=8");
    assertThat(shown(VENDOR, "0605")).startsWith("hex:0605 (expected sub-options");
    assertThat(shown(IPXE, "130101 eb03010200")).isEqualTo("http=1, version=hex:010200");
    assertThat(shown(EMPTY, "")).isEqualTo("present");
  }

  @ParameterizedTest
  @EnumSource
  void anyContentIsShownAsText(OptionType type) {
    Random random = new Random(type.name().hashCode());
    for (int round = 0; round < 3000; round++) {
      byte[] content = new byte[random.nextInt(round % 10 == 0 ? 300 : 12)];
      random.nextBytes(content);
      for (int i = 0; i < content.length; i++) {
        content[i] = random.nextBoolean() ? (byte) random.nextInt(6) : content[i];
      }
      assertThat(type.format(content)).isNotEmpty().matches("[^\\p{Cc}]*");
    }
  }
}

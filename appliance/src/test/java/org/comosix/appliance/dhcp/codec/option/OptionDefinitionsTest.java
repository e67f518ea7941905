package org.comosix.appliance.dhcp.codec.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.testkit.GoldenPackets;
import org.dhcp4java.DHCPOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OptionDefinitionsTest {

  private static final Map<OptionType, List<String>> SAMPLES =
      Map.ofEntries(
          Map.entry(OptionType.IPV4, List.of("10.77.0.1")),
          Map.entry(OptionType.IPV4_LIST, List.of("10.77.0.1", "10.77.0.2")),
          Map.entry(OptionType.IPV4_MASK_LIST, List.of("10.0.0.0/255.0.0.0")),
          Map.entry(OptionType.IPV4_PAIR_LIST, List.of("10.0.0.0 via 10.77.0.1")),
          Map.entry(OptionType.CLASSLESS_ROUTES, List.of("10.0.0.0/8 via 10.77.0.1")),
          Map.entry(OptionType.UINT8, List.of("200")),
          Map.entry(OptionType.UINT16, List.of("9000")),
          Map.entry(OptionType.UINT32, List.of("3000000000")),
          Map.entry(OptionType.INT32, List.of("-3600")),
          Map.entry(OptionType.UINT8_LIST, List.of("1", "2")),
          Map.entry(OptionType.UINT16_LIST, List.of("576", "1500")),
          Map.entry(OptionType.BOOLEAN, List.of("true")),
          Map.entry(OptionType.TEXT, List.of("Europe/Berlin")),
          Map.entry(OptionType.DOMAIN_NAME, List.of("lab.example")),
          Map.entry(OptionType.DOMAIN_ENCODED, List.of("lost.lab.example")),
          Map.entry(OptionType.DOMAIN_LIST, List.of("a.example", "b.example")),
          Map.entry(OptionType.DOMAIN_SEARCH, List.of("lab.example", "b.example")),
          Map.entry(OptionType.SIP_SERVERS, List.of("sip.example")),
          Map.entry(OptionType.HEX, List.of("hex:0a0b")));

  /** Options whose text for people tells more than was written. */
  private static final EnumSet<OptionType> BY_HEX_ONLY =
      EnumSet.complementOf(EnumSet.copyOf(SAMPLES.keySet()));

  static List<OptionDefinition> all() {
    return OptionDefinitions.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyDefinitionReadsBackWhatItWrites(OptionDefinition definition) {
    if (BY_HEX_ONLY.contains(definition.type())) {
      assertThat(definition.type().parse("hex:0a01")).containsExactly(10, 1);
      return;
    }
    List<String> sample = Objects.requireNonNull(SAMPLES.get(definition.type()));
    byte[] content = definition.parse(sample);
    assertThat(definition.type().elements(content)).isEqualTo(sample);
    assertThat(definition.parse(definition.type().elements(content))).isEqualTo(content);
    assertThat(OptionDefinitions.format(definition.code(), content))
        .isEqualTo(String.join(", ", sample));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyNameAndAliasLeadsToItsOption(OptionDefinition definition) {
    assertThat(Stream.concat(Stream.of(definition.name()), definition.aliases().stream()))
        .allSatisfy(
            name -> {
              assertThat(name).matches("[a-z0-9][a-z0-9+-]+");
              assertThat(OptionDefinitions.byName(name)).contains(definition);
              assertThat(OptionDefinitions.names()).contains(name);
            });
  }

  @Test
  void namesAreFoundInAnyCaseAndWithUnderscores() {
    assertThat(OptionDefinitions.byName("NTP_Servers").map(OptionDefinition::code)).contains(42);
    assertThat(OptionDefinitions.byName("unifi")).isEmpty();
  }

  /** The whole list of {@code dnsmasq --help dhcp} (2.90), but its own names for lease times. */
  @Test
  void namesOfDnsmasqAreUnderstood() {
    String dnsmasq =
        """
        1 netmask 2 time-offset 3 router 6 dns-server 7 log-server 9 lpr-server 13 boot-file-size
        15 domain-name 16 swap-server 17 root-path 18 extension-path 19 ip-forward-enable
        20 non-local-source-routing 21 policy-filter 22 max-datagram-reassembly 23 default-ttl
        26 mtu 27 all-subnets-local 31 router-discovery 32 router-solicitation 33 static-route
        34 trailer-encapsulation 35 arp-timeout 36 ethernet-encap 37 tcp-ttl 38 tcp-keepalive
        40 nis-domain 41 nis-server 42 ntp-server 44 netbios-ns 45 netbios-dd
        46 netbios-nodetype 47 netbios-scope 48 x-windows-fs 49 x-windows-dm 58 T1 59 T2
        60 vendor-class 64 nis+-domain 65 nis+-server 66 tftp-server 67 bootfile-name
        68 mobile-ip-home 69 smtp-server 70 pop3-server 71 nntp-server 74 irc-server
        77 user-class 80 rapid-commit 93 client-arch 94 client-interface-id
        97 client-machine-id 100 posix-timezone 101 tzdb-timezone 108 ipv6-only
        119 domain-search 120 sip-server 121 classless-static-route 125 vendor-id-encap
        150 tftp-server-address
        """;
    String[] words = dnsmasq.strip().split("\\s+", -1);
    for (int i = 0; i < words.length; i += 2) {
      assertThat(OptionDefinitions.byName(words[i + 1]).map(OptionDefinition::code))
          .as(words[i + 1])
          .contains(Integer.valueOf(words[i]));
    }
  }

  /** Another implementation's opinion of the types. It takes NIS+ servers (65) for a text. */
  @Test
  void dhcp4javaReadsWhatWeWrite() throws Exception {
    int compared = 0;
    for (OptionDefinition definition : all()) {
      byte code = (byte) definition.code();
      List<String> sample = SAMPLES.getOrDefault(definition.type(), List.of());
      if (sample.isEmpty()
          || definition.code() == 65
          || !isAddressTextOrNumber(definition.type())) {
        continue;
      }
      DHCPOption theirs = new DHCPOption(code, definition.parse(sample));
      if (DHCPOption.isOptionAsInetAddr(code)) {
        assertThat(theirs.getValueAsInetAddr()).isEqualTo(InetAddress.getByName(sample.get(0)));
      } else if (DHCPOption.isOptionAsInetAddrs(code)) {
        assertThat(Arrays.stream(theirs.getValueAsInetAddrs()).map(InetAddress::getHostAddress))
            .isEqualTo(sample);
      } else if (DHCPOption.isOptionAsString(code)) {
        assertThat(theirs.getValueAsString()).as(definition.name()).isEqualTo(sample.get(0));
      } else if (DHCPOption.isOptionAsShort(code)) {
        assertThat(theirs.getValueAsShort() & 0xffff).isEqualTo(Integer.parseInt(sample.get(0)));
      } else if (DHCPOption.isOptionAsInt(code)) {
        assertThat(theirs.getValueAsInt()).isEqualTo((int) Long.parseLong(sample.get(0)));
      } else {
        continue;
      }
      compared++;
    }
    assertThat(compared).isGreaterThan(40);
  }

  private static boolean isAddressTextOrNumber(OptionType type) {
    return switch (type) {
      case IPV4, IPV4_LIST, TEXT, DOMAIN_NAME, UINT16, UINT32, INT32 -> true;
      default -> false;
    };
  }

  @Test
  void whatTheServerWritesItselfIsRefusedWithAReason() {
    for (int code : new int[] {1, 12, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 61, 77, 80, 81, 82}) {
      assertThat(OptionDefinitions.byCode(code).orElseThrow().refusal())
          .as(OptionDefinitions.nameOf(code))
          .hasValueSatisfying(refusal -> assertThat(refusal.reason()).isNotBlank());
    }
    assertThat(OptionDefinitions.byCode(51).orElseThrow().refusal().orElseThrow().instead())
        .contains("use the key lease-time");
    assertThat(OptionDefinitions.byCode(42).orElseThrow().refusal()).isEmpty();
  }

  @Test
  void numbersThatTheirRfcForbidsAreRefused() {
    OptionDefinition mtu = OptionDefinitions.byName("mtu").orElseThrow();

    assertThat(mtu.parse(List.of("68"))).containsExactly(0, 68);
    assertThatThrownBy(() -> mtu.parse(List.of("67"))).hasMessage("expected at least 68, not 67");
    assertThatThrownBy(() -> mtu.check(new byte[] {1}))
        .hasMessage("expected 2 bytes for each value, not 1");
  }

  @Test
  void contentWithItsTypeInFront() {
    assertThat(TypedContent.parse("hex:0a:0b")).contains(new byte[] {10, 11});
    assertThat(TypedContent.parse("ip:10.0.0.1")).contains(new byte[] {10, 0, 0, 1});
    assertThat(TypedContent.parse("u8:255")).contains(new byte[] {-1});
    assertThat(TypedContent.parse("u16:256")).contains(new byte[] {1, 0});
    assertThat(TypedContent.parse("u32:1")).contains(new byte[] {0, 0, 0, 1});
    assertThat(TypedContent.parse("text:a:b")).contains(new byte[] {'a', ':', 'b'});
    assertThat(TypedContent.parse("http://10.0.0.1")).isEmpty();
    assertThat(TypedContent.parse("abc")).isEmpty();
    assertThatThrownBy(() -> TypedContent.parse("u8:256"))
        .hasMessage("expected a number from 0 to 255, not 256");
  }

  @Test
  void whatFirmwareAndSystemsSendInWords() {
    assertThat(words("discover-ovmf-pxe")).contains("client-system: x86-64 UEFI (7)");
    assertThat(words("discover-ovmf-pxe")).contains("client-ndi: UNDI 3.0");
    assertThat(words("discover-ipxe-bios")).contains("user-class: iPXE");
    assertThat(words("discover-klibc")).contains("vendor-class-identifier: Linux ipconfig");
    assertThat(GoldenPackets.of("dhcp"))
        .allSatisfy(
            packet ->
                assertThat(words(packet.name()).stream().filter(line -> line.contains("expected")))
                    .isEmpty());
  }

  private static List<String> words(String packet) {
    DhcpOptions options = DhcpCodec.decode(GoldenPackets.named("dhcp", packet).bytes()).options();
    return IntStream.range(0, options.size())
        .mapToObj(
            i ->
                OptionDefinitions.nameOf(options.code(i))
                    + ": "
                    + OptionDefinitions.format(options.code(i), options.value(i)))
        .toList();
  }

  @Test
  void unknownOptionsAreShownAsTextOrHex() {
    assertThat(OptionDefinitions.nameOf(224)).isEqualTo("option 224");
    assertThat(OptionDefinitions.format(224, new byte[] {'a', 'b'})).isEqualTo("ab");
    assertThat(OptionDefinitions.format(224, HexFormat.of().parseHex("00ff")))
        .isEqualTo("hex:00ff");
    assertThat(OptionDefinitions.format(224, new byte[0])).isEqualTo("nothing");
  }
}

package org.comosix.appliance.dns.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardRulesTest {

  private static ForwardRules rules(boolean enabled, InetSocketAddress... upstreams) {
    return new ForwardRules(
        enabled,
        List.of(Ipv4Subnet.parse("10.77.0.0/24"), Ipv4Subnet.parse("10.78.0.0/16")),
        List.of(Ipv4Address.parse("192.0.2.1")),
        List.of(upstreams),
        1 << 20);
  }

  private static final InetSocketAddress UPSTREAM = new InetSocketAddress("192.0.2.53", 53);

  @ParameterizedTest
  @CsvSource({
    "10.77.0.0, true",
    "10.77.0.255, true",
    "10.77.1.0, false",
    "10.78.255.255, true",
    "192.0.2.1, true",
    "192.0.2.2, false",
    "127.0.0.1, true",
    "127.9.9.9, true",
    "8.8.8.8, false",
    "::1, false",
    "2001:db8::1, false",
  })
  void onlyOurSubnetsAndOurselvesAreServed(String client, boolean served) throws Exception {
    assertThat(rules(true, UPSTREAM).serves(InetAddress.getByName(client))).isEqualTo(served);
  }

  @Test
  void nobodyIsServedWithoutTheSwitchOrWithoutServersToAsk() {
    assertThat(rules(false, UPSTREAM).serves(InetAddress.getLoopbackAddress())).isFalse();
    assertThat(rules(true).serves(InetAddress.getLoopbackAddress())).isFalse();
    assertThat(ForwardRules.OFF.serves(InetAddress.getLoopbackAddress())).isFalse();
  }

  @Test
  void queriesThatWaitAreCountedForAllAndForEach() throws Exception {
    ClientShares shares = new ClientShares(3, 2);
    InetAddress one = InetAddress.getByName("10.77.0.1");
    InetAddress two = InetAddress.getByName("10.77.0.2");
    assertThat(shares.enter(one)).isEmpty();
    assertThat(shares.enter(one)).isEmpty();
    assertThat(shares.enter(one)).contains(ForwardEvent.TOO_MANY_QUERIES_OF_ONE_CLIENT);
    assertThat(shares.enter(two)).isEmpty();
    assertThat(shares.enter(two)).contains(ForwardEvent.TOO_MANY_QUERIES);
    shares.leave(one);
    assertThat(shares.enter(two)).isEmpty();
  }

  @Test
  void nameServersAreReadAsLibcReadsThem() {
    List<String> lines =
        List.of(
            "# nameserver 192.0.2.9",
            "domain example.org",
            "nameserver 192.0.2.1",
            "  nameserver\t192.0.2.2 # the other",
            "nameserver fe80::1%eth0",
            "nameserver",
            "nameservers 192.0.2.3");
    assertThat(ResolvConf.nameServers(lines))
        .extracting(Ipv4Address::toString)
        .containsExactly("192.0.2.1", "192.0.2.2");
  }
}

package org.comosix.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.source.ConfigLoader;
import org.comosix.appliance.dns.forward.ForwardRules;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.junit.jupiter.api.Test;

final class ForwardSetupTest {

  private static final List<Ipv4Address> OWN = List.of(Ipv4Address.parse("10.77.0.1"));

  private static ForwardRules rules(String forward) {
    String text =
        "server.interfaces = \"eth1\"\ndhcp.subnet = [{subnet = \"10.77.0.0/24\"}]\n"
            + "dns.forward = "
            + forward
            + "\n";
    ConfigResult result = ConfigLoader.loadText(Path.of("a.toml"), text);
    assertThat(result).as("%s", result).isInstanceOf(ConfigResult.Loaded.class);
    ApplianceSettings settings = ((ConfigResult.Loaded) result).settings();
    return ForwardSetup.rules(settings, OWN);
  }

  @Test
  void theServersAreThoseOfTheFileWithoutOurselves() {
    ForwardRules rules =
        rules("{ upstreams = [\"192.0.2.1\", \"10.77.0.1\", \"10.77.0.1:5353\"] }");

    assertThat(rules.upstreams())
        .containsExactly(
            new InetSocketAddress("192.0.2.1", 53), new InetSocketAddress("10.77.0.1", 5353));
    assertThat(rules.clients()).containsExactly(Ipv4Subnet.parse("10.77.0.0/24"));
    assertThat(rules.own()).isEqualTo(OWN);
    assertThat(rules.cacheSize()).isEqualTo(8 << 20);
    assertThat(rules.serves(Ipv4Address.parse("10.77.0.50").toInetAddress())).isTrue();
  }

  @Test
  void withOnlyOurselvesOrTurnedOffNobodyIsServed() {
    assertThat(rules("{ upstreams = \"10.77.0.1\" }").serves(OWN.get(0).toInetAddress())).isFalse();
    assertThat(
            rules("{ upstreams = \"192.0.2.1\", enabled = false }")
                .serves(OWN.get(0).toInetAddress()))
        .isFalse();
  }
}

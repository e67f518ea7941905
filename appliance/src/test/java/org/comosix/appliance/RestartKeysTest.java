package org.comosix.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.source.ConfigLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RestartKeysTest {

  private static final String BASE =
      "server.interfaces = \"eth1\"\ndhcp.subnet = [{subnet = \"10.77.0.0/24\"}]\n";

  private static ApplianceSettings settings(String text) {
    ConfigResult result = ConfigLoader.loadText(Path.of("a.toml"), text);
    assertThat(result).as("%s", result).isInstanceOf(ConfigResult.Loaded.class);
    return ((ConfigResult.Loaded) result).settings();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "boot.http-port = 81, boot.http-port",
        "boot.image = \"other\", boot.image",
        "boot.kernel-arguments = \"quiet\", boot.kernel-arguments",
        "boot.ipxe-directory = \"/x\", boot.ipxe-directory",
        "boot.authorized-keys = \"/x\", boot.authorized-keys",
        "nfs.port = 2050, nfs.port",
        "nfs.portmap = false, nfs.portmap",
        "server.state = \"/x\", server.state",
        "dhcp.probe = false, dhcp.probe",
        "dhcp.probe-wait = \"200ms\", dhcp.probe-wait",
        "`dns.key = [{name = \"k\", secret-file = \"/k\"}]`, dns.key",
      })
  void whatSocketsAndGenerationsDependOnIsNamed(String line, String key) {
    assertThat(RestartKeys.between(settings(BASE), settings(BASE + line))).containsExactly(key);
  }

  @Test
  void whatDhcpAndDnsServeMayChange() {
    ApplianceSettings other =
        settings(
            """
            server.interfaces = "eth1"
            dns = { zone = "other.example", prefix = "x-", ttl = "5m", forward = { enabled = false } }
            dhcp.lease-time = "1h"
            dhcp.rapid-commit = true
            dhcp.subnet = [{subnet = "10.78.0.0/24", pool = "10.78.0.5"}]
            node = [{name = "pc1", mac = "52:54:00:12:34:56"}]
            """);

    assertThat(RestartKeys.between(settings(BASE), other)).isEqualTo(List.of());
  }
}

package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole appliance with a classless reverse zone (RFC 2317), and BIND 9 as the provider with the
 * zone of all 256 addresses and as the site's server.
 *
 * <p>Needs root and the packages bind9, bind9-dnsutils and iproute2.
 */
final class ClasslessReverseIT {

  private static final String APEX = "64/26.2.0.192.in-addr.arpa";

  private final Path directory;
  private final ServedLab lab;

  ClasslessReverseIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ServedLab(directory);
    lab.inClient("ip", "addr", "add", "10.99.0.2/16", "dev", ServedLab.CLIENT_INTERFACE);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  private void configure(String more) throws IOException {
    lab.configure(
        """
        dns.forward.enabled = false
        [[dhcp.subnet]]
        subnet = "10.99.0.0/16"
        [[dhcp.subnet]]
        subnet = "192.0.2.64/26"
        [[node]]
        name = "pc1"
        mac = "52:54:00:00:00:01"
        address = "192.0.2.66"
        [[dns.reverse]]
        network = "192.0.2.64/26"
        zone = "%s"
        %s
        """
            .formatted(APEX, more));
  }

  private String key() throws IOException {
    Path key = Files.writeString(directory.resolve("ddns.key"), NamedInLab.SECRET);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return "[[dns.key]]\nname = \"%s\"\nsecret-file = \"%s\"\n".formatted(NamedInLab.KEY, key);
  }

  @Test
  void theProvidersAliasLeadsToUs() throws Exception {
    configure("");
    lab.serve();
    Path home = directory.resolve("provider");
    NamedInLab provider =
        NamedInLab.start(
            lab,
            home,
            5301,
            "recursion yes; allow-recursion { any; };",
            NamedInLab.zone(
                home,
                "2.0.192.in-addr.arpa",
                """
                us A 10.99.0.1
                64/26 NS us
                66 CNAME 66.64/26
                67 CNAME 67.64/26
                200 PTR other.test.
                """,
                ""));

    assertThat(provider.dig("+noall +answer -x 192.0.2.66").replaceAll("\\s+", " "))
        .contains("66.2.0.192.in-addr.arpa. 60 IN CNAME 66." + APEX + ".")
        .contains("66." + APEX + ". 60 IN PTR om_pc1.lab.example.");
    assertThat(provider.dig("-x 192.0.2.67")).contains("status: NXDOMAIN", "CNAME");
    assertThat(provider.dig("+short -x 192.0.2.200").strip()).isEqualTo("other.test.");
    assertThat(lab.inClient("dig", "@10.99.0.1", "+short", "-x", "192.0.2.66").strip())
        .isEqualTo("om_pc1.lab.example.");
    assertThat(lab.inClient("dig", "@10.99.0.1", APEX, "SOA"))
        .contains("flags: qr aa", "ns.lab.example. hostmaster.lab.example.");
  }

  @Test
  void theSitesServerHasThePointerAtTheClasslessName() throws Exception {
    Path home = directory.resolve("site");
    NamedInLab site =
        NamedInLab.start(
            lab,
            home,
            5303,
            "recursion no;",
            NamedInLab.zone(
                home,
                APEX,
                "",
                "allow-update { key " + NamedInLab.KEY + "; }; check-names ignore;"));
    configure(
        key()
            + "[[dns.update]]\nserver = \"127.0.0.1:5303\"\nzones = \""
            + APEX
            + "\"\nkey = \"ddns\"\n");
    lab.serve();

    site.until(() -> site.records("66." + APEX, "PTR").equals("om_pc1.lab.example."));
    assertThat(site.records("66.2.0.192.in-addr.arpa", "PTR")).isEmpty();
  }
}

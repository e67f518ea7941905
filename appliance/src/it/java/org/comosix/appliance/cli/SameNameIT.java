package org.comosix.appliance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The Linux node and the Windows host of one PC, which have one name and two network cards: in our
 * zones, and in those of a BIND 9 that is told of both.
 *
 * <p>Needs root and the packages udhcpc, bind9, bind9-dnsutils and iproute2.
 */
final class SameNameIT {

  private static final String NODE = "52:54:00:aa:00:01";
  private static final String WINDOWS = "52:54:00:aa:00:02";
  private static final String REVERSE = "99.10.in-addr.arpa";

  private final Path directory;
  private final ServedLab lab;

  SameNameIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ServedLab(directory);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  private NamedInLab site(String checkNames) throws Exception {
    Path home = directory.resolve("site");
    String more = "allow-update { key " + NamedInLab.KEY + "; }; " + checkNames;
    return NamedInLab.start(
        lab,
        home,
        5353,
        "recursion no;",
        NamedInLab.zone(home, "lab.example", "", more),
        NamedInLab.zone(home, REVERSE, "", more));
  }

  private void serve() throws IOException {
    Path key = Files.writeString(directory.resolve("ddns.key"), NamedInLab.SECRET);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    lab.configure(
        """
        [[dhcp.subnet]]
        subnet = "10.99.0.0/16"
        pool = "10.99.1.0-10.99.1.255"
        [[node]]
        name = "pc1"
        mac = "%s"
        [[dns.key]]
        name = "%s"
        secret-file = "%s"
        [[dns.update]]
        server = "127.0.0.1:5353"
        zones = ["lab.example", "%s"]
        key = "%s"
        """
            .formatted(NODE, NamedInLab.KEY, key, REVERSE, NamedInLab.KEY));
    lab.serve();
  }

  private void boots(String mac, String... options) throws Exception {
    lab.plugIn(mac);
    String command =
        "udhcpc -n -q -f -s /bin/true -i "
            + ServedLab.CLIENT_INTERFACE
            + " "
            + String.join(" ", options);
    lab.inClient("sh", "-c", command);
  }

  private void nodeBoots() throws Exception {
    boots(NODE, "-x hostname:pc1");
  }

  /** As Windows 10 asks: its class, its host name, and option 81 with its name. */
  private void windowsBoots() throws Exception {
    boots(WINDOWS, "-V 'MSFT 5.0'", "-x hostname:pc1", "-F pc1.lab.example");
  }

  private void leaseEnds(String mac) {
    assertThat(lab.comosix("leases", "release", mac).code()).isZero();
  }

  private String ours(String name, String type) throws Exception {
    return lab.inServer("dig", "@10.99.0.1", "+short", "+tries=1", name, type).strip();
  }

  private static String reverse(String address) {
    String[] octets = address.split("\\.", -1);
    return octets[3] + "." + octets[2] + "." + REVERSE;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothNamesAreThereAndEachGoesWithItsOwnLease(boolean nodeFirst) throws Exception {
    NamedInLab site = site("check-names ignore;");
    serve();
    if (nodeFirst) {
      nodeBoots();
      windowsBoots();
    } else {
      windowsBoots();
      nodeBoots();
    }
    String node = ours("om_pc1.lab.example", "A");
    String host = ours("pc1.lab.example", "A");

    assertThat(node).startsWith("10.99.1.").isNotEqualTo(host);
    assertThat(host).startsWith("10.99.1.");
    assertThat(ours("om-pc1.lab.example", "A")).isEqualTo(node);
    assertThat(ours(reverse(node), "PTR")).isEqualTo("om_pc1.lab.example.");
    assertThat(ours(reverse(host), "PTR")).isEqualTo("pc1.lab.example.");
    assertNodeIs(site, node);
    assertHostIs(site, host);

    leaseEnds(NODE);
    assertNodeIsGone(site, node);
    assertThat(ours("om_pc1.lab.example", "A")).isEmpty();
    assertHostIs(site, host);
    assertThat(ours("pc1.lab.example", "A")).isEqualTo(host);

    nodeBoots();
    assertNodeIs(site, node);
    leaseEnds(WINDOWS);
    site.until(() -> site.records("pc1.lab.example", "A").isEmpty());
    site.until(() -> site.records("pc1.lab.example", "DHCID").isEmpty());
    site.until(() -> site.records(reverse(host), "PTR").isEmpty());
    assertThat(ours("pc1.lab.example", "A")).isEmpty();
    assertThat(ours(reverse(host), "PTR")).isEmpty();
    assertNodeIs(site, node);
  }

  private static void assertNodeIs(NamedInLab site, String address) throws Exception {
    site.until(() -> site.records("om_pc1.lab.example", "A").equals(address));
    site.until(() -> site.records("om-pc1.lab.example", "A").equals(address));
    site.until(() -> site.records(reverse(address), "PTR").equals("om_pc1.lab.example."));
  }

  private static void assertNodeIsGone(NamedInLab site, String address) throws Exception {
    for (String name : new String[] {"om_pc1.lab.example", "om-pc1.lab.example"}) {
      site.until(() -> site.records(name, "A").isEmpty());
      site.until(() -> site.records(name, "DHCID").isEmpty());
    }
    site.until(() -> site.records(reverse(address), "PTR").isEmpty());
  }

  private static void assertHostIs(NamedInLab site, String address) throws Exception {
    site.until(() -> site.records("pc1.lab.example", "A").equals(address));
    site.until(() -> !site.records("pc1.lab.example", "DHCID").isEmpty());
    site.until(() -> site.records(reverse(address), "PTR").equals("pc1.lab.example."));
  }

  /** BIND's default: no underscore in a host's name, nor in what an address leads back to. */
  @Test
  void withCheckNamesTheNodeHasItsAliasThereAndTheHostItsName() throws Exception {
    NamedInLab site = site("check-names fail;");
    serve();
    nodeBoots();
    windowsBoots();
    String node = ours("om_pc1.lab.example", "A");
    String host = ours("pc1.lab.example", "A");

    assertThat(node).startsWith("10.99.1.").isNotEqualTo(host);
    site.until(() -> site.records("om-pc1.lab.example", "A").equals(node));
    assertHostIs(site, host);
    assertThat(site.records("om_pc1.lab.example", "A")).isEmpty();
    assertThat(site.records(reverse(node), "PTR")).isNotEqualTo("pc1.lab.example.");

    leaseEnds(NODE);
    site.until(() -> site.records("om-pc1.lab.example", "A").isEmpty());
    assertHostIs(site, host);

    nodeBoots();
    site.until(() -> site.records("om-pc1.lab.example", "A").equals(node));
    leaseEnds(WINDOWS);
    site.until(() -> site.records("pc1.lab.example", "A").isEmpty());
    site.until(() -> site.records(reverse(host), "PTR").isEmpty());
    assertThat(site.records("om-pc1.lab.example", "A")).isEqualTo(node);
  }
}

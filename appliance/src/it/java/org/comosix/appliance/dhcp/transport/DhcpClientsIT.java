package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real clients against the real server, in network namespaces: busybox udhcpc and ISC dhclient.
 *
 * <p>Needs root and the packages udhcpc, isc-dhcp-client and iproute2.
 */
final class DhcpClientsIT {

  private static final String PC1 = "52:54:00:aa:01:01";
  private static final String PC2 = "52:54:00:aa:01:02";
  private static final String KNOWN = "pc1=" + PC1 + "=10.99.0.11";

  private final Path directory;
  private final Path leases;
  private final ClientLab lab;

  DhcpClientsIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.leases = directory.resolve("leases");
    this.lab = new ClientLab();
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  @Test
  void udhcpcIsToldEverythingItAsksFor() throws Exception {
    lab.startServer(leases, KNOWN);
    lab.plugIn(PC1);

    String told = udhcpc();

    assertThat(told.lines())
        .contains(
            "ip=10.99.0.11",
            "subnet=255.255.255.0",
            "broadcast=10.99.0.255",
            "router=10.99.0.1",
            "dns=10.99.0.1",
            "domain=lab.example",
            "hostname=pc1",
            "lease=3600",
            "serverid=10.99.0.1");
  }

  @Test
  void dhclientTakesUpItsAddressAgainAfterTheServerWasKilled() throws Exception {
    Process server = lab.startServer(leases);
    lab.plugIn(PC2);
    String address = acked(dhclient());
    server.destroyForcibly().waitFor();
    lab.startServer(leases);
    lab.plugIn(PC2);

    String said = dhclient();

    assertThat(said).contains("DHCPREQUEST for " + address).doesNotContain("DHCPDISCOVER");
    assertThat(acked(said)).isEqualTo(address);
  }

  @Test
  void twoClientsOfOneMachineShareItsLeaseAndAnotherMachineGetsAnother() throws Exception {
    lab.startServer(leases, KNOWN);
    lab.plugIn(PC2);
    String address = acked(dhclient());

    assertThat(udhcpc().lines()).contains("ip=" + address);

    lab.plugIn("52:54:00:aa:01:03");
    assertThat(udhcpc().lines()).anyMatch(line -> line.matches("ip=10\\.99\\.0\\.5\\d"));
    assertThat(udhcpc().lines()).doesNotContain("ip=" + address);
  }

  @Test
  void addressThatAnswersArpIsDeclinedAndTheClientGetsAnother() throws Exception {
    lab.startServer(leases);
    lab.plugIn(PC2);
    String address = acked(dhclient());
    String script = script("exit 0");
    // udhcpc of the same machine is offered it again and finds that somebody else has it.
    lab.inServerHasAddress(address);

    String said =
        lab.inClient(
            "udhcpc", "-i", ClientLab.CLIENT_INTERFACE, "-n", "-q", "-f", "-a", "-s", script);

    assertThat(said).contains("declining");
    assertThat(said).containsPattern("lease of 10\\.99\\.0\\.5\\d obtained");
    assertThat(said.substring(said.lastIndexOf("lease of"))).doesNotContain(address);
  }

  /** The variables with which udhcpc calls its script when it is bound. */
  private String udhcpc() throws IOException, InterruptedException {
    Path told = directory.resolve("told");
    String script = script("[ \"$1\" = bound ] && env > " + told);
    lab.inClient("udhcpc", "-i", ClientLab.CLIENT_INTERFACE, "-n", "-q", "-f", "-s", script);
    return Files.readString(told);
  }

  private String script(String body) throws IOException {
    Path script = directory.resolve("script");
    Files.writeString(script, "#!/bin/sh\n" + body + "\nexit 0\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }

  /** What it says until it is bound; it keeps its lease file and is stopped, not released. */
  private String dhclient() throws IOException, InterruptedException {
    Path pid = directory.resolve("dhclient.pid");
    String said =
        lab.inClient(
            "sh",
            "-c",
            "dhclient -1 -v -sf /bin/true -lf "
                + directory.resolve("dhclient.leases")
                + " -pf "
                + pid
                + " "
                + ClientLab.CLIENT_INTERFACE
                + " >"
                + directory.resolve("dhclient.log")
                + " 2>&1; kill $(cat "
                + pid
                + "); cat "
                + directory.resolve("dhclient.log"));
    return said;
  }

  private static String acked(String said) {
    Matcher ack = Pattern.compile("DHCPACK of ([0-9.]+) from 10\\.99\\.0\\.1").matcher(said);
    assertThat(ack.find()).as(said).isTrue();
    return ack.group(1);
  }
}

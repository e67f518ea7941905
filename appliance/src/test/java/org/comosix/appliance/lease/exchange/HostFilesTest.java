package org.comosix.appliance.lease.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.api.Test;

/** Host entries of other servers' configurations. */
final class HostFilesTest {

  private static List<String> hosts(HostFile file) {
    return file.hosts().stream()
        .map(
            host ->
                host.name().map(NodeName::value).orElse("-")
                    + " "
                    + host.mac()
                    + " "
                    + host.address().map(Object::toString).orElse("-"))
        .toList();
  }

  private static List<String> findings(HostFile file) {
    return file.findings().stream()
        .map(finding -> finding.place() + " " + finding.reason() + " " + finding.text())
        .toList();
  }

  @Test
  void isc() throws IOException {
    String text = LeaseFilesTest.resource("hosts/dhcpd.conf");

    assertThat(HostFormat.of(text)).contains(HostFormat.ISC);
    HostFile file = HostFormat.ISC.read(text);
    assertThat(hosts(file))
        .containsExactly(
            "laserjet 00:1b:a9:00:00:01 10.77.0.21",
            "pc1 52:54:00:12:34:56 10.77.0.11",
            "pc2 00:0c:29:01:02:03 10.77.0.12",
            "- 52:54:00:12:34:5c -");
    assertThat(findings(file))
        .containsExactly(
            "26:7 NOT_SUPPORTED host pc2.lab.example: \"option routers 10.77.0.254\" is left out",
            "29:55 NOT_SUPPORTED host by-name is not taken: its address is the name \"localhost\","
                + " which is not looked up",
            "30:53 NOT_SUPPORTED host roams is not taken: it has several addresses, one for each"
                + " subnet: write one entry each",
            "31:16 NOT_SUPPORTED host by-id is not taken: its machine is known by \"host-identifier"
                + " option dhcp-client-identifier 01:52:54:00:12:34:5a\", not by Ethernet",
            "32:56 NOT_SUPPORTED host stranger is not taken: it is there to be given no address",
            "33:16 NOT_SUPPORTED host token is not taken: its machine is known by \"hardware"
                + " token-ring 00:04:f2:00:00:05\", not by Ethernet",
            "34:8 NAME_LEFT_OUT \"my_pc\" is no host name; the machine is named when it asks");
  }

  @Test
  void dnsmasq() throws IOException {
    String text = LeaseFilesTest.resource("hosts/dnsmasq.conf");

    assertThat(HostFormat.of(text)).contains(HostFormat.DNSMASQ);
    HostFile file = HostFormat.DNSMASQ.read(text);
    assertThat(hosts(file))
        .containsExactly(
            "pc1 52:54:00:12:34:56 10.77.0.11",
            "pc2 00:0c:29:01:02:03 10.77.0.12",
            "pc3 52:54:00:12:34:57 -",
            "- 52:54:00:12:34:58 -",
            "pc4 52:54:00:12:34:59 10.77.0.13",
            "pc5 52:54:00:12:34:5d 10.77.0.18");
    assertThat(file.findings().stream().map(f -> f.place() + " " + f.reason()))
        .containsExactly(
            "5:39 NOT_SUPPORTED",
            "6:29 NOT_SUPPORTED",
            "9:11 NOT_SUPPORTED",
            "10:29 NOT_SUPPORTED",
            "11:29 NOT_SUPPORTED",
            "12:11 NOT_SUPPORTED",
            "12:26 NOT_SUPPORTED",
            "13:1 NO_HARDWARE_ADDRESS",
            "14:11 NOT_SUPPORTED",
            "15:40 NOT_IPV4",
            "15:58 NOT_SUPPORTED",
            "16:1 NOT_SUPPORTED");
  }

  @Test
  void dnsmasqHostsFileHasNoKey() {
    String text = "52:54:00:12:34:56,pc1,10.77.0.11\n# none\n";

    assertThat(HostFormat.of(text)).contains(HostFormat.DNSMASQ);
    assertThat(hosts(HostFormat.DNSMASQ.read(text)))
        .containsExactly("pc1 52:54:00:12:34:56 10.77.0.11");
  }

  @Test
  void kea() throws IOException {
    String text = LeaseFilesTest.resource("hosts/kea-dhcp4.conf");

    assertThat(HostFormat.of(text)).contains(HostFormat.KEA);
    HostFile file = HostFormat.KEA.read(text);
    assertThat(hosts(file))
        .containsExactly(
            "printer1 00:1b:a9:00:00:01 -",
            "pc1 52:54:00:12:34:56 10.77.0.11",
            "- 52:54:00:12:34:57 10.77.0.12",
            "- 52:54:00:12:34:59 10.78.0.11");
    assertThat(findings(file))
        .containsExactly(
            "21:28 NOT_SUPPORTED \"option-data\" is left out",
            "24:11 NO_HARDWARE_ADDRESS this reservation is not taken: its machine is not known by"
                + " hw-address",
            "36:15 NAME_LEFT_OUT \"my_pc\" is no host name; the machine is named when it asks");
  }

  @Test
  void keaInclude() {
    HostFile file = HostFormat.KEA.read("{ \"Dhcp4\": { <?include \"hosts.json\"?> } }");

    assertThat(file.isUnderstood()).isFalse();
    assertThat(file.findings().get(0).text()).contains("<?include is not followed");
  }

  @Test
  void includesAndOpenBracesAreSaid() {
    assertThat(findings(HostFormat.ISC.read("include \"hosts.conf\";\ngroup {\n")))
        .containsExactly(
            "1:1 NOT_SUPPORTED the file hosts.conf is not followed: read it as well",
            "2:7 NOT_UNDERSTOOD the { that stands here is not closed");
  }

  @Test
  void machinesBecomeEntriesOfTheConfiguration() throws IOException {
    HostFile file = HostFormat.KEA.read(LeaseFilesTest.resource("hosts/kea-dhcp4.conf"));

    assertThat(HostToml.write(file.hosts().subList(1, 3), MachineRole.NODE))
        .isEqualTo(
            """
            [[node]]
            name = "pc1"
            mac = "52:54:00:12:34:56"
            address = "10.77.0.11"

            [[node]]
            name = "node-525400123457"
            mac = "52:54:00:12:34:57"
            address = "10.77.0.12"

            """);
    assertThat(HostToml.write(file.hosts().subList(0, 1), MachineRole.HOST))
        .startsWith("[[host]]\nname = \"printer1\"\n");
  }
}

package org.comosix.appliance.dhcp.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** systemd-networkd without the rest of systemd. */
final class NetworkdIT {

  private static final String PC4 = "52:54:00:aa:01:04";

  private final Path directory;
  private final ClientLab lab;

  NetworkdIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ClientLab(directory);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  /** Its identifier is a DUID made from the machine-id (RFC 4361). */
  @Test
  void bootsAndTakesUpItsAddressAgainWhenTheCableIsBack() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC4);
    try (Wire wire = Wire.tap(lab.server, ClientLab.LAN)) {
      Session client = start("");
      String address = bound(client);
      Sighting discover = wire.await(MessageType.DISCOVER);
      assertThat(discover.message().options().bytes(OptionCode.CLIENT_IDENTIFIER))
          .hasValueSatisfying(id -> assertThat(id).startsWith(0xFF));
      assertThat(wire.await(MessageType.ACK).message().yiaddr()).hasToString(address);

      lab.server.ip("link set " + ClientLab.LAN + " down");
      client.await("Lost carrier");
      lab.server.ip("link set " + ClientLab.LAN + " up");

      Sighting rebooting = wire.await(MessageType.REQUEST);
      assertThat(rebooting.message().options().address(OptionCode.REQUESTED_IP_ADDRESS))
          .hasToString("Optional[" + address + "]");
      assertThat(rebooting.message().options().has(OptionCode.SERVER_IDENTIFIER)).isFalse();
      assertThat(wire.await(MessageType.ACK).message().yiaddr()).hasToString(address);
      assertThat(bound(client)).isEqualTo(address);
    }
  }

  /** Version 252 leaves the server identifier out of a RELEASE, which RFC 2131, table 5, wants. */
  @Test
  void releasesWhenItIsStoppedAndIsGivenTheSameAgain() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC4);
    Session first = start("ClientIdentifier=mac");
    String address = bound(first);
    first.await("configuring -> configured");
    first.signal("TERM");
    first.awaitEnd();
    assertThat(lab.dhcpCounter("received.release")).isEqualTo(1);
    assertThat(lab.dhcpCounter("ignored.done-without-reply")).isEqualTo(1);

    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC4);
    // As another client of the same machine would: it is still one machine.
    assertThat(bound(start(""))).isEqualTo(address);
  }

  private static String bound(Session client) throws InterruptedException {
    return client.await("DHCPv4 address (\\S+)/24.* acquired from 10\\.99\\.0\\.1").group(1);
  }

  /** In a mount namespace: its state, its configuration and the machine-id lie in fixed places. */
  private Session start(String more) throws IOException {
    Path configuration = directory.resolve("10-lab.network");
    Files.writeString(
        configuration,
        """
        [Match]
        Name=lan0
        [Network]
        DHCP=ipv4
        IPv6AcceptRA=no
        LinkLocalAddressing=no
        [DHCPv4]
        Hostname=pc4.lab.example
        """
            + more
            + "\n");
    Path machineId = directory.resolve("machine-id");
    Files.writeString(machineId, "0123456789abcdef0123456789abcdef\n");
    return lab.pc.startInShell(
        """
        mount -o remount,ro /sys
        mount -t tmpfs none /run
        mkdir -p /run/systemd/netif /run/systemd/network
        chown systemd-network: /run/systemd/netif
        cp %s /run/systemd/network/
        mount -t tmpfs none /etc/systemd/network
        mount --bind %s /etc/machine-id"""
            .formatted(configuration, machineId),
        "env SYSTEMD_LOG_LEVEL=debug /lib/systemd/systemd-networkd");
  }
}

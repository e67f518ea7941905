package org.comosix.appliance.dhcp.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Busybox udhcpc through the states it has; it has no INIT-REBOOT. */
final class UdhcpcIT {

  private static final String PC1 = "52:54:00:aa:01:01";
  private static final String PC2 = "52:54:00:aa:01:02";
  private static final String BOUND = "bound";

  private final Path directory;
  private final ClientLab lab;

  UdhcpcIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ClientLab(directory);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  @Test
  void isToldEverythingItAsksFor() throws Exception {
    lab.serve(ClientLab.node("pc1", PC1, "10.99.0.11"));
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC1);

    assertThat(start().awaitTold(BOUND))
        .containsEntry("ip", "10.99.0.11")
        .containsEntry("subnet", "255.255.255.0")
        .containsEntry("broadcast", "10.99.0.255")
        .containsEntry("router", "10.99.0.1")
        .containsEntry("dns", "10.99.0.1")
        .containsEntry("domain", "lab.example")
        .containsEntry("hostname", "pc1")
        .containsEntry("lease", "3600")
        .containsEntry("serverid", "10.99.0.1");
  }

  @Test
  void renewsByUnicastRebindsByBroadcastAndReleases() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    Session client = start();
    String address = addressIn(client.awaitTold(BOUND));
    try (Wire wire = Wire.tap(lab.server, ClientLab.LAN)) {
      client.signal("USR1");
      assertThat(client.awaitTold("renew")).containsEntry("ip", address);
      assertThat(wire.await(MessageType.REQUEST).to()).hasToString(ClientLab.SERVER);
      assertThat(wire.await(MessageType.ACK).to()).hasToString(address);

      lab.loseUnicastToServer();
      client.signal("USR1");
      assertThat(client.awaitTold("renew")).containsEntry("ip", address);
      assertThat(wire.await(MessageType.REQUEST).to()).hasToString(ClientLab.SERVER);
      assertThat(wire.await(MessageType.REQUEST).isBroadcast()).isTrue();
      assertThat(wire.await(MessageType.ACK).message().yiaddr()).hasToString(address);
    }
    lab.reachServerAgain();
    client.signal("USR2");
    client.awaitTold("deconfig");

    // What was released is kept for it while there are others.
    client.kill();
    assertThat(addressIn(start().awaitTold(BOUND))).isEqualTo(address);
    assertThat(lab.dhcpCounter("received.release")).isEqualTo(1);
    assertThat(lab.dhcpCounter("ignored.release-by-stranger")).isZero();
  }

  @Test
  void addressThatAnswersArpIsDeclinedAndItGetsAnother() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    Session first = start();
    String address = addressIn(first.awaitTold(BOUND));
    first.kill();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    lab.takeAddress(address);

    Session second = start("-a");

    second.await("declining");
    assertThat(addressIn(second.awaitTold(BOUND))).startsWith("10.99.0.5").isNotEqualTo(address);
    assertThat(lab.dhcpCounter("received.decline")).isEqualTo(1);
    assertThat(lab.dhcpCounter("ignored.decline-by-stranger")).isZero();
  }

  /** Deliberately: taking the address of a running node away would take its root away. */
  @Test
  void keepsItsAddressWhileItRunsThoughItWasReservedForAnotherMachine() throws Exception {
    Session server = lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    Session client = start();
    String address = addressIn(client.awaitTold(BOUND));
    server.kill();
    lab.serve(ClientLab.node("pc1", PC1, address));

    client.signal("USR1");

    assertThat(client.awaitTold("renew")).containsEntry("ip", address);
    client.kill();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC1);
    assertThat(addressIn(start().awaitTold(BOUND))).startsWith("10.99.0.5").isNotEqualTo(address);
  }

  private Session start(String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of("udhcpc", "-i", ClientLab.LAN, "-f", "-s"));
    command.add(ClientScript.configuring(directory));
    command.addAll(List.of(more));
    return lab.pc.start(command.toArray(String[]::new));
  }

  private static String addressIn(Map<String, String> told) {
    return told.getOrDefault("ip", "no address");
  }
}

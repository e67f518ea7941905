package org.comosix.appliance.dhcp.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** BOOTP clients (RFC 951): served by reservation alone, for they never give an address back. */
final class BootpIT {

  private static final String PC7 = "52:54:00:aa:01:07";

  private final ClientLab lab;

  BootpIT(@TempDir Path directory) throws Exception {
    this.lab = new ClientLab(directory);
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC7);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  /**
   * It listens on a socket, and Linux gives no socket what is for an address that the card does not
   * have: it has to ask for broadcast (RFC 1542, section 3.1.1).
   */
  @Test
  void bootpcGetsWhatIsReservedForIt() throws Exception {
    lab.serve(ClientLab.node("pc7", PC7, "10.99.0.17"));
    // It sends through the routing table.
    lab.pc.ip("route add default dev " + ClientLab.LAN);

    assertThat(lab.pc.run("bootpc", "--dev", ClientLab.LAN, "--serverbcast", "--returniffail"))
        .contains("IPADDR='10.99.0.17'")
        .contains("NETMASK='255.255.255.0'");
  }

  @Test
  void klibcGetsWhatIsReservedForIt() throws Exception {
    lab.serve(ClientLab.node("pc7", PC7, "10.99.0.17"));

    assertThat(ipconfig()).contains("address: 10.99.0.17");
  }

  @Test
  void unknownMachineGetsNothing() throws Exception {
    lab.serve();

    assertThatThrownBy(this::ipconfig)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no response after");
  }

  private String ipconfig() throws IOException, InterruptedException {
    return lab.pc.run("/usr/lib/klibc/bin/ipconfig", "-t", "3", "-c", "bootp", "-d", ClientLab.LAN);
  }
}

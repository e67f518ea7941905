package org.comosix.appliance.dhcp.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kea's load client: what it counts is what we count. */
final class PerfdhcpIT {

  private static final int CLIENTS = 200;

  private final ClientLab lab;

  PerfdhcpIT(@TempDir Path directory) throws Exception {
    this.lab = new ClientLab(directory);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  /** Well below what the server can do: here nothing may be lost. */
  @Test
  void ofTwoHundredNewClientsNotOneIsLost() throws Exception {
    lab.serve();
    lab.farPc.ip("addr add 10.98.0.10/24 dev " + ClientLab.FAR);
    lab.farPc.ip("route add default via " + ClientLab.ROUTER);

    String report =
        lab.farPc.run(
            "perfdhcp",
            "-4",
            "-l",
            ClientLab.FAR,
            "-R",
            Integer.toString(CLIENTS),
            "-n",
            Integer.toString(CLIENTS),
            "-r",
            "100",
            // Waits for the last answers.
            "-W",
            "1000000",
            ClientLab.SERVER_UPLINK);

    for (String exchange : new String[] {"DISCOVER-OFFER", "REQUEST-ACK"}) {
      assertThat(after("Statistics for: " + exchange, report))
          .contains("sent packets: " + CLIENTS + "\n")
          .contains("received packets: " + CLIENTS + "\n")
          .contains("drops: 0\n")
          .contains("rejected leases: 0\n")
          .contains("non unique addresses: 0\n");
    }
    for (String counter : new String[] {"received.discover", "sent.offer", "received.request"}) {
      assertThat(lab.dhcpCounter(counter)).as(counter).isEqualTo(CLIENTS);
    }
    assertThat(lab.dhcpCounter("sent.ack")).isEqualTo(CLIENTS);
  }

  private static String after(String heading, String report) {
    assertThat(report).contains(heading);
    return report.substring(report.indexOf(heading)).split("\n\n\\*\\*\\*", 2)[0];
  }
}

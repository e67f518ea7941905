package org.comosix.appliance.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A machine without a disk, from power-on to a Debian login, with nothing faked: what {@code
 * comosix demo} shows.
 */
final class NodeBootIT {

  private static final String LAB = "comosix-it";

  /** Long enough for a healthy boot to get past the broken step, many times over. */
  private static final Duration BROKEN_PATIENCE = Duration.ofSeconds(60);

  private Lab lab;

  @BeforeEach
  void makeLab() {
    Lab.clean(LAB);
    lab = new Lab(LAB, new PrintedView());
  }

  @AfterEach
  void removeLab() {
    lab.close();
  }

  @Test
  void aDisklessNodeBootsAndIsWhatWeSay() throws Exception {
    lab.serve(BootImage.state(), BootImage.NAME);
    lab.boot(Lab.BOOT_PATIENCE);
    assertThat(lab.prove()).hasSizeGreaterThanOrEqualTo(10).allMatch(Evidence::holds);

    // The node's root is hard-mounted: it waits out a crash of its server and goes on with the
    // handles it has.
    lab.crashAndRestartAppliance();
    assertThat(lab.prove()).as("after kill -9 and a restart").allMatch(Evidence::holds);

    lab.breakService("udp", 53);
    List<String> broken =
        lab.prove().stream().filter(evidence -> !evidence.holds()).map(Evidence::claim).toList();
    assertThat(broken)
        .as("with DNS broken on purpose")
        .containsExactlyInAnyOrder(
            "om_pc1.lab.example resolves",
            "om-pc1.lab.example resolves",
            "10.77.0.11 resolves back");
  }

  /** The test above can fail: without DHCP the PC does not get past its power-on. */
  @Test
  void withoutDhcpNothingBoots() throws Exception {
    lab.serve(BootImage.state(), BootImage.NAME);
    lab.breakBroadcasts();
    assertThatThrownBy(() -> lab.boot(BROKEN_PATIENCE))
        .hasMessageContaining("last step seen was: power on\n");
  }

  /** Each other service broken on purpose stops the boot at its own step. */
  @ParameterizedTest(name = "without {0} the last step is {3}")
  @CsvSource({
    "HTTP, tcp, 80, dhcp",
    "NFS, tcp, 2049, dhcp|initrd",
  })
  void aBrokenServiceIsNoticed(String service, String protocol, int port, String lastStep)
      throws Exception {
    lab.serve(BootImage.state(), BootImage.NAME);
    lab.breakService(protocol, port);
    assertThatThrownBy(() -> lab.boot(BROKEN_PATIENCE))
        .isInstanceOf(LabException.class)
        .hasMessageMatching(
            "(?s)the node did not become ready; the last step seen was: (" + lastStep + ")\n.*");
  }
}

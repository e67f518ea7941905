package org.comosix.appliance.dhcp.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.comosix.appliance.dhcp.conflict.Prober.Question;
import org.comosix.appliance.dhcp.conflict.Prober.User;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses are of the loopback network, so that a datagram to them goes nowhere. */
final class NeighbourProberTest {

  private static final String HEAD =
      "IP address       HW type     Flags       HW address            Mask     Device\n";
  private static final Ipv4Address ADDRESS = Ipv4Address.parse("127.7.0.50");
  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:07");

  private final Path table;
  private final NeighbourProber prober;

  NeighbourProberTest(@TempDir Path directory) throws IOException {
    table = directory.resolve("arp");
    Files.writeString(table, HEAD);
    prober = new NeighbourProber(table);
  }

  @AfterEach
  void close() {
    prober.close();
  }

  @Test
  void neighbourThatAppearsUsesTheAddress() throws IOException {
    assertThat(prober.ask(question(ADDRESS))).isTrue();
    neighbour("127.7.0.50       0x1         0x2         52:54:00:00:00:07     *        eth1");

    assertThat(prober.answer(ADDRESS)).contains(new User(Optional.of(MAC)));
    assertThat(prober.answer(ADDRESS)).as("asked once").isEmpty();
  }

  /** What the kernel writes while it asks, and after nobody answered. */
  @Test
  void incompleteNeighbourIsNobody() throws IOException {
    prober.ask(question(ADDRESS));
    neighbour("127.7.0.50       0x1         0x0         00:00:00:00:00:00     *        eth1");

    assertThat(prober.answer(ADDRESS)).isEmpty();
  }

  @Test
  void addressThatOnlyBeginsLikeItIsAnother() throws IOException {
    prober.ask(question(Ipv4Address.parse("127.7.0.5")));
    neighbour("127.7.0.50       0x1         0x2         52:54:00:00:00:07     *        eth1");

    assertThat(prober.answer(Ipv4Address.parse("127.7.0.5"))).isEmpty();
  }

  /** The kernel still remembers who left it: there is no telling whether it is there. */
  @Test
  void whatTheKernelRemembersOfTheLastHolderIsNoAnswer() throws IOException {
    neighbour("127.7.0.50       0x1         0x2         52:54:00:00:00:07     *        eth1");

    assertThat(prober.ask(new Question(ADDRESS, Optional.of(MAC), false))).isFalse();
    assertThat(prober.ask(question(ADDRESS))).isTrue();
    assertThat(prober.answer(ADDRESS)).contains(new User(Optional.of(MAC)));
  }

  @Test
  void fewAreAskedAtATime() {
    for (int i = 0; i < 32; i++) {
      assertThat(prober.ask(question(ADDRESS.plus(i)))).isTrue();
    }
    assertThat(prober.ask(question(ADDRESS.plus(32)))).isFalse();
    assertThat(prober.answer(ADDRESS)).isEmpty();
    assertThat(prober.ask(question(ADDRESS.plus(32)))).isTrue();
  }

  @Test
  void tableThatCannotBeReadTellsOfNobody() throws IOException {
    prober.ask(question(ADDRESS));
    Files.delete(table);

    assertThat(prober.answer(ADDRESS)).isEmpty();
  }

  private static Question question(Ipv4Address address) {
    return new Question(address, Optional.empty(), false);
  }

  private void neighbour(String line) throws IOException {
    Files.writeString(table, HEAD + line + "\n");
  }
}

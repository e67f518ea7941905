package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.domain.Ipv4Address;
import org.junit.jupiter.api.Test;

/** Packets are told apart by their length. */
final class PacketQueueTest {

  private static final ServedInterface ETH = new ServedInterface("eth1", List.of(Ipv4Address.ANY));
  private static final int HERE = PacketLane.place(0, false);
  private static final int THERE = PacketLane.place(1, false);

  private final PacketQueue queue = new PacketQueue(rank -> 3);

  @Test
  void fullLaneDropsTheOldestAndSaysWhich() {
    assertThat(queue.add(packet(1), Rank.STRANGER, HERE)).isEmpty();
    assertThat(queue.add(packet(2), Rank.STRANGER, HERE)).isEmpty();
    assertThat(queue.add(packet(3), Rank.STRANGER, HERE)).isEmpty();

    assertThat(queue.add(packet(4), Rank.STRANGER, HERE))
        .hasValueSatisfying(dropped -> assertThat(dropped.bytes()).hasSize(1));

    assertThat(taken(10)).containsExactly(2, 3, 4);
  }

  @Test
  void strangersFillNobodysLaneButTheirOwn() {
    for (int i = 0; i < 100; i++) {
      queue.add(packet(1), Rank.STRANGER, HERE);
    }

    assertThat(queue.add(packet(2), Rank.RETURNING, HERE)).isEmpty();
    assertThat(queue.add(packet(3), Rank.KNOWN, HERE)).isEmpty();

    assertThat(taken(10)).containsExactly(3, 2, 1, 1, 1);
  }

  @Test
  void knownClientsGoFirstAndStrangersAreServedAllTheSame() {
    PacketQueue large = new PacketQueue(rank -> 100);
    for (int i = 0; i < 100; i++) {
      large.add(packet(1), Rank.KNOWN, HERE);
      large.add(packet(2), Rank.RETURNING, HERE);
      large.add(packet(3), Rank.STRANGER, HERE);
    }

    assertThat(lengths(large.take(8, 0))).containsExactly(1, 1, 1, 1, 2, 2, 3, 3);
  }

  @Test
  void whatOneRankLeavesIsForTheOthers() {
    queue.add(packet(1), Rank.KNOWN, HERE);
    for (int i = 0; i < 3; i++) {
      queue.add(packet(3), Rank.STRANGER, HERE);
    }

    assertThat(taken(4)).containsExactly(1, 3, 3, 3);
  }

  @Test
  void originsAreServedInTurn() {
    queue.add(packet(1), Rank.STRANGER, HERE);
    queue.add(packet(1), Rank.STRANGER, HERE);
    queue.add(packet(2), Rank.STRANGER, THERE);

    assertThat(taken(10)).containsExactly(1, 2, 1);
  }

  @Test
  void floodOnOnePortPushesOutItsOwnPacketsOnly() {
    queue.add(packet(2), Rank.STRANGER, THERE);
    for (int i = 0; i < 100; i++) {
      queue.add(packet(1), Rank.STRANGER, HERE);
    }

    assertThat(taken(10)).containsExactly(2, 1, 1);
  }

  @Test
  void originsAsNumerousAsTheLaneStillMakeRoom() {
    for (int place = 0; place < 3; place++) {
      queue.add(packet(1 + place), Rank.STRANGER, place);
    }

    assertThat(queue.add(packet(9), Rank.STRANGER, HERE)).isPresent();

    assertThat(taken(10)).containsExactly(2, 3, 9);
    assertThat(queue.add(packet(1), Rank.STRANGER, HERE)).isEmpty();
  }

  @Test
  void plainWiresAndRelayPortsNeverShareAPlace() {
    for (long hash = -1000; hash < 1000; hash++) {
      assertThat(PacketLane.place(hash, false)).isBetween(0, 15);
      assertThat(PacketLane.place(hash, true)).isBetween(16, 255);
    }
  }

  @Test
  void batchIsBoundedAndTheRestWaits() {
    queue.add(packet(1), Rank.STRANGER, HERE);
    queue.add(packet(2), Rank.STRANGER, HERE);

    assertThat(taken(1)).hasSize(1);
    assertThat(taken(1)).hasSize(1);
    assertThat(taken(1)).isEmpty();
  }

  @Test
  void closedQueueDoesNotWait() {
    queue.close();

    assertThat(queue.take(1, Long.MAX_VALUE / 2_000_000)).isEmpty();
  }

  private List<Integer> taken(int most) {
    return lengths(queue.take(most, 0));
  }

  private static List<Integer> lengths(List<ReceivedPacket> packets) {
    return packets.stream().map(packet -> packet.bytes().length).toList();
  }

  private static ReceivedPacket packet(int length) {
    return new ReceivedPacket(new byte[length], ETH, Ipv4Address.ANY, true);
  }
}

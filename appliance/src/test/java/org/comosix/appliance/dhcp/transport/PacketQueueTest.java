package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.domain.Ipv4Address;
import org.junit.jupiter.api.Test;

final class PacketQueueTest {

  private static final ServedInterface ETH = new ServedInterface("eth1", List.of(Ipv4Address.ANY));

  private final PacketQueue queue = new PacketQueue(3);

  @Test
  void fullQueueDropsTheOldestAndSaysSo() {
    assertThat(queue.add(packet(1))).isTrue();
    assertThat(queue.add(packet(2))).isTrue();
    assertThat(queue.add(packet(3))).isTrue();
    assertThat(queue.add(packet(4))).isFalse();

    assertThat(queue.take(10, 0)).extracting(each -> each.bytes().length).containsExactly(2, 3, 4);
  }

  @Test
  void batchIsBoundedAndTheRestWaits() {
    queue.add(packet(1));
    queue.add(packet(2));

    assertThat(queue.take(1, 0)).hasSize(1);
    assertThat(queue.take(1, 0)).hasSize(1);
    assertThat(queue.take(1, 0)).isEmpty();
  }

  @Test
  void closedQueueDoesNotWait() {
    queue.close();

    assertThat(queue.take(1, Long.MAX_VALUE / 2_000_000)).isEmpty();
  }

  private static ReceivedPacket packet(int length) {
    return new ReceivedPacket(new byte[length], ETH, true);
  }
}

package org.comosix.appliance.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.tftp.TransferSlots.Admission;
import org.comosix.appliance.tftp.TransferSlots.Port;
import org.junit.jupiter.api.Test;

/** Who gets a slot: three in all, two for each client. */
final class TransferSlotsTest {

  private static final TftpLimits THREE_AND_TWO =
      new TftpLimits(
          512, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 3, 2, 0);

  private final TransferSlots<String> slots = new TransferSlots<>(THREE_AND_TWO);

  private static Port port(int host, int number) {
    return new Port(new Ipv4Address(host), number);
  }

  private Admission<String> admit(Port port, String transfer) {
    return slots.admit(port, transfer, transfer::equals);
  }

  @Test
  void theSameRequestFromTheSamePortIsADuplicate() {
    admit(port(1, 1000), "a");
    assertThat(admit(port(1, 1000), "a").refused()).hasValue(TftpEvent.DUPLICATE_REQUEST);
    assertThat(slots.all()).containsExactly("a");
  }

  @Test
  void anotherRequestFromTheSamePortTakesTheSlotOver() {
    admit(port(1, 1000), "a");
    assertThat(admit(port(1, 1000), "b"))
        .isEqualTo(new Admission<>(Optional.empty(), Optional.of("a")));
    slots.release(port(1, 1000), "a");
    assertThat(slots.all()).containsExactly("b");
  }

  @Test
  void aClientHasItsShareAndGetsItBack() {
    admit(port(1, 1), "a");
    admit(port(1, 2), "b");
    assertThat(admit(port(1, 3), "c").refused()).hasValue(TftpEvent.TOO_MANY_TRANSFERS_OF_CLIENT);
    slots.release(port(1, 1), "a");
    slots.release(port(1, 1), "a");
    assertThat(admit(port(1, 3), "c").refused()).isEmpty();
    assertThat(admit(port(1, 4), "d").refused()).hasValue(TftpEvent.TOO_MANY_TRANSFERS_OF_CLIENT);
  }

  @Test
  void allClientsTogetherHaveTheirShare() {
    admit(port(1, 1), "a");
    admit(port(2, 1), "b");
    admit(port(3, 1), "c");
    assertThat(admit(port(4, 1), "d").refused()).hasValue(TftpEvent.TOO_MANY_TRANSFERS);
    assertThat(admit(port(3, 1), "e").superseded()).hasValue("c");
  }
}

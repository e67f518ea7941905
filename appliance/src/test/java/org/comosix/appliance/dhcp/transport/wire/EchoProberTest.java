package org.comosix.appliance.dhcp.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.conflict.Prober.Question;
import org.comosix.appliance.domain.Ipv4Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EchoProberTest {

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");

  private final List<Thread> threads = new ArrayList<>();
  private final EchoProber prober = new EchoProber(Duration.ofMillis(900), this::thread);

  @AfterEach
  void close() {
    prober.close();
  }

  /**
   * Loopback answers an echo (as root) and refuses a connection (else): both mean that it is there.
   */
  @Test
  void machineThatIsThereAnswersWithoutHardwareAddress() throws InterruptedException {
    assertThat(prober.ask(new Question(LOOPBACK, Optional.empty(), false))).isTrue();
    prober.close();
    for (Thread thread : threads) {
      thread.join(10_000);
    }

    assertThat(prober.answer(LOOPBACK))
        .isPresent()
        .get()
        .extracting("mac")
        .isEqualTo(Optional.empty());
    assertThat(prober.answer(LOOPBACK)).as("asked once").isEmpty();
  }

  @Test
  void questionForWhichNoThreadIsFreeIsNotTaken() {
    prober.close();

    assertThat(prober.ask(new Question(LOOPBACK, Optional.empty(), false))).isFalse();
    assertThat(prober.answer(LOOPBACK)).isEmpty();
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task);
    threads.add(thread);
    return thread;
  }
}

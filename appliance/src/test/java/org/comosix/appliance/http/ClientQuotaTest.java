package org.comosix.appliance.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.comosix.appliance.domain.Ipv4Address;
import org.junit.jupiter.api.Test;

/** Three connections in all, two for each client, two requests a second. */
final class ClientQuotaTest {

  private static final Ipv4Address A = new Ipv4Address(1);
  private static final Ipv4Address B = new Ipv4Address(2);
  private static final HttpLimits LIMITS =
      new HttpLimits(3, 2, 2, 1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));

  private Instant now = Instant.EPOCH;
  private final ClientQuota quota = new ClientQuota(LIMITS, () -> now);

  @Test
  void connectionsAreCountedByClientAndInAll() {
    assertThat(quota.opened(A)).isEmpty();
    assertThat(quota.opened(A)).isEmpty();
    assertThat(quota.opened(A)).hasValue(HttpEvent.TOO_MANY_CONNECTIONS_OF_CLIENT);
    assertThat(quota.opened(B)).isEmpty();
    assertThat(quota.opened(B)).hasValue(HttpEvent.TOO_MANY_CONNECTIONS);
    quota.closed(A);
    assertThat(quota.opened(B)).isEmpty();
  }

  @Test
  void requestsAreCountedByClientAndSecond() {
    assertThat(quota.mayAsk(A)).isTrue();
    assertThat(quota.mayAsk(A)).isTrue();
    assertThat(quota.mayAsk(A)).isFalse();
    assertThat(quota.mayAsk(B)).isTrue();
    now = now.plusSeconds(1);
    assertThat(quota.mayAsk(A)).isTrue();
  }
}

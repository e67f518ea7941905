package org.comosix.appliance.nfs.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.nfs.NfsEvent;
import org.junit.jupiter.api.Test;

final class ConnectionLimitTest {

  private static final Ipv4Address A = Ipv4Address.parse("10.77.0.11");
  private static final Ipv4Address B = Ipv4Address.parse("10.77.0.12");
  private static final Ipv4Address C = Ipv4Address.parse("10.77.0.13");

  private final ConnectionLimit limit = new ConnectionLimit(3, 2);

  @Test
  void oneAddressHasItsShareAndNoMore() {
    assertThat(limit.admit(A)).isEmpty();
    assertThat(limit.admit(A)).isEmpty();
    assertThat(limit.admit(A)).contains(NfsEvent.TOO_MANY_CONNECTIONS_OF_ONE_ADDRESS);
    assertThat(limit.admit(B)).isEmpty();
    assertThat(limit.admit(C)).contains(NfsEvent.TOO_MANY_CONNECTIONS);
  }

  @Test
  void whoLeavesMakesRoom() {
    limit.admit(A);
    limit.admit(A);
    limit.leave(A);
    assertThat(limit.admit(A)).isEmpty();
    limit.leave(A);
    limit.leave(A);
    assertThat(limit.admit(B)).isEmpty();
    assertThat(limit.admit(B)).isEmpty();
    assertThat(limit.admit(C)).isEmpty();
  }
}

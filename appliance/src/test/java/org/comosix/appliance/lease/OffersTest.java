package org.comosix.appliance.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.junit.jupiter.api.Test;

final class OffersTest {

  private final List<Ipv4Address> over = new ArrayList<>();
  private final Offers offers = new Offers(3, over::add);

  @Test
  void floodOfForgedClientsDropsTheOldestOffersAndHoldsNoMoreThanTheLimit() {
    for (int i = 1; i <= 5; i++) {
      offers.add(client(i), address(i), 100);
    }

    assertThat(over).containsExactly(address(1), address(2));
    assertThat(offers.of(client(1))).isEmpty();
    assertThat(offers.of(client(5))).contains(address(5));
  }

  @Test
  void offersEndWithTheirTimeOldestFirst() {
    offers.add(client(1), address(1), 100);
    offers.add(client(2), address(2), 101);

    offers.expire(100);

    assertThat(over).containsExactly(address(1));
    assertThat(offers.isToAnother(address(2), client(1))).isTrue();
    assertThat(offers.isToAnother(address(2), client(2))).isFalse();
    assertThat(offers.isToAnother(address(1), client(2))).isFalse();
  }

  @Test
  void newOfferToAClientReplacesItsOldOne() {
    offers.add(client(1), address(1), 100);
    offers.add(client(1), address(2), 130);

    assertThat(over).containsExactly(address(1));
    offers.expire(120);
    assertThat(offers.of(client(1))).contains(address(2));
  }

  @Test
  void addressOfferedToTwoIsAnotherOfNeitherUntilBothOffersAreOver() {
    offers.add(client(1), address(1), 100);
    offers.add(client(2), address(1), 110);

    assertThat(offers.isToAnother(address(1), client(1))).isFalse();
    assertThat(offers.isToAnother(address(1), client(2))).isFalse();
    assertThat(offers.isToAnother(address(1), client(3))).isTrue();

    offers.expire(100);
    assertThat(over).isEmpty();
    assertThat(offers.isToAnother(address(1), client(1))).isTrue();

    offers.expire(110);
    assertThat(over).containsExactly(address(1));
  }

  @Test
  void oldestIsTheAddressOfferedLastTheLongestAgo() {
    offers.add(client(1), address(1), 100);
    offers.add(client(2), address(2), 101);
    assertThat(offers.oldest(address -> true)).contains(address(1));

    offers.add(client(3), address(1), 102);

    assertThat(offers.oldest(address -> true)).contains(address(2));
    assertThat(offers.oldest(address(1)::equals)).contains(address(1));
    assertThat(offers.oldest(address(3)::equals)).isEmpty();
  }

  private static ClientId client(int number) {
    return ClientId.of(new MacAddress(number));
  }

  private static Ipv4Address address(int number) {
    return new Ipv4Address(number);
  }
}

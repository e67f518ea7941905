package org.comosix.appliance.dns.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

  @Test
  void isTheSameInEitherCaseAndWithOrWithoutTheFinalDot() {
    assertThat(DomainName.parse("Lab.EXAMPLE"))
        .isEqualTo(DomainName.parse("lab.example."))
        .hasSameHashCodeAs(DomainName.parse("lab.example"));
    assertThat(DomainName.parse("lab.example")).isNotEqualTo(DomainName.parse("labexample"));
  }

  @Test
  void isLengthsAndLabelsOnTheWire() {
    assertThat(DomainName.parse("om_a.b").wire()).containsExactly(4, 'o', 'm', '_', 'a', 1, 'b', 0);
  }

  @Test
  void climbsToTheRoot() {
    DomainName name = DomainName.parse("a.b");

    assertThat(name.parent()).contains(DomainName.parse("b"));
    assertThat(name.parent().flatMap(DomainName::parent)).contains(DomainName.ROOT);
    assertThat(DomainName.ROOT.parent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void readsTheNetworkThatItSpells(int octets) {
    Ipv4Address address = Ipv4Address.parse("10.77.0.211");

    assertThat(DomainName.reverseOf(address, octets).network())
        .contains(Ipv4Subnet.containing(address, 8 * octets));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in-addr.arpa",
        "9.211.0.77.10.in-addr.arpa",
        "01.in-addr.arpa",
        "256.in-addr.arpa",
        "1000.in-addr.arpa",
        "a.in-addr.arpa",
        "1.example"
      })
  void otherNamesSpellNoNetwork(String name) {
    assertThat(DomainName.parse(name).network()).isEmpty();
  }

  @Test
  void firstLabelIsText() {
    assertThat(DomainName.parse("om_pc1.lab.example").firstLabel()).isEqualTo("om_pc1");
    assertThat(DomainName.ROOT.firstLabel()).isEmpty();
    assertThat(DomainName.ROOT.network()).isEmpty();
  }

  @Test
  void spellsAnAddressBackwards() {
    Ipv4Address address = Ipv4Address.parse("10.77.0.211");

    assertThat(DomainName.reverseOf(address)).hasToString("211.0.77.10.in-addr.arpa.");
    assertThat(DomainName.reverseOf(address, 2)).hasToString("77.10.in-addr.arpa.");
  }

  @Test
  void showsWhatIsNotPrintableAsNumbers() {
    byte[] wire = {4, 'a', '.', 0, '\\', 0};

    assertThat(DomainName.ofWire(wire, 0, wire.length)).hasToString("a\\046\\000\\092.");
    assertThat(DomainName.ROOT).hasToString(".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", ".a", "\u00e9.example"})
  void refusesWhatIsNoName(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DomainName.parse(text));
  }

  @Test
  void refusesLabelsOver63AndNamesOver255Octets() {
    DomainName long254 = DomainName.parse(("a".repeat(63) + ".").repeat(3) + "a".repeat(60));

    assertThat(long254.length()).isEqualTo(254);
    assertThatIllegalArgumentException().isThrownBy(() -> long254.child("a"));
    assertThatIllegalArgumentException().isThrownBy(() -> DomainName.ROOT.child("a".repeat(64)));
  }
}

package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ZoneHistoryTest {

  private static final long NOW = 1_772_352_000;
  private static final int MOST = 4;

  private final ZoneHistory history = new ZoneHistory(new ZoneSerial(NOW), MOST);
  private final Set<GrantedName> machines = Collections.newSetFromMap(new IdentityHashMap<>());

  @BeforeEach
  void begin() {
    history.begin(NOW);
  }

  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");

  private static GrantedName machine(int number) {
    return new GrantedName(
        new ServedName(new NodeName("pc" + number), MachineRole.NODE),
        Ipv4Address.parse("10.77.0.0").plus(number),
        Set.of());
  }

  private GrantedName comes(int number, long at) {
    GrantedName machine = machine(number);
    change(new NameChange(MAC, Optional.empty(), Optional.of(machine)), at);
    return machine;
  }

  private void goes(GrantedName machine, long at) {
    change(new NameChange(MAC, Optional.of(machine), Optional.empty()), at);
  }

  private void change(NameChange change, long at) {
    history.change(
        List.of(change),
        at,
        () -> {
          change.after().ifPresent(machines::add);
          change.before().ifPresent(machines::remove);
        });
  }

  private ZoneCopy copy(long at) {
    return history.copy(() -> machines, at);
  }

  @Test
  void whatChangesWithinASecondIsInTheNextSerial() {
    GrantedName first = comes(1, NOW + 10);
    assertThat(copy(NOW + 11)).isEqualTo(new ZoneCopy(NOW + 11, List.of(first)));

    GrantedName second = comes(2, NOW + 11);
    goes(first, NOW + 11);
    assertThat(copy(NOW + 11)).isEqualTo(new ZoneCopy(NOW + 11, List.of(first)));
    assertThat(copy(NOW + 12)).isEqualTo(new ZoneCopy(NOW + 12, List.of(second)));
  }

  @Test
  void aDifferenceLeavesOutWhatCameAndWent() {
    GrantedName first = comes(1, NOW + 10);
    long from = history.serialAt(NOW + 11);
    goes(comes(2, NOW + 12), NOW + 13);
    goes(first, NOW + 14);
    GrantedName third = comes(3, NOW + 14);
    Difference difference = history.since(from, NOW + 20).orElseThrow();

    assertThat(difference.serial()).isEqualTo(history.serialAt(NOW + 20));
    assertThat(difference.removed()).containsExactly(first);
    assertThat(difference.added()).containsExactly(third);
  }

  @Test
  void itReachesBackAsFarAsThereIsRoom() {
    List<Long> serials = new ArrayList<>();
    for (int i = 1; i <= MOST + 1; i++) {
      serials.add(history.serialAt(NOW + 10L * i));
      comes(i, NOW + 10L * i);
    }

    assertThat(history.since(serials.get(0), NOW + 100)).isEmpty();
    assertThat(history.since(serials.get(1), NOW + 100).orElseThrow().added()).hasSize(MOST);
    assertThat(history.since(12345, NOW + 100)).isEmpty();
  }

  @Test
  void moreChangesAtOnceThanThereIsRoomForLeaveNoHistoryButACopy() {
    long from = history.serialAt(NOW);
    for (int i = 1; i <= 2 * MOST; i++) {
      comes(i, NOW);
    }

    ZoneCopy copy = copy(NOW);
    assertThat(copy.contents()).hasSize(2 * MOST);
    assertThat(copy.serial()).isGreaterThan(from);
    assertThat(history.since(from, NOW + 5)).isEmpty();

    comes(9, NOW + 10);
    assertThat(history.since(copy.serial(), NOW + 20).orElseThrow().added()).hasSize(1);
  }
}

package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.comosix.appliance.dns.MachineNames;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NameConflicts;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.junit.jupiter.api.Test;

final class ClaimsTest {

  private static final String NAME = "om_pc1.lab.example";
  private static final String FALLBACK = "om_node-525400000001.lab.example";
  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");
  private static final MacAddress OTHER = MacAddress.parse("52:54:00:00:00:02");
  private static final String BACK = "11.0.77.10.in-addr.arpa";

  private final UpdateTarget target =
      new UpdateTarget(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 53),
          List.of(DomainName.parse("lab.example"), DomainName.parse("10.in-addr.arpa")),
          new TsigKey("k", TsigAlgorithm.HMAC_SHA256, new byte[32]),
          NameConflicts.CHECK,
          Optional.empty());
  private final UpdateLedger ledger =
      new UpdateLedger(
          target,
          () -> 0,
          new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1)),
          new Backoff(Duration.ofMinutes(2), Duration.ofHours(1), new Random(1)));
  private final Claims claims = new Claims(target, ledger);

  private static MachineNames names(MacAddress machine, String address) {
    return new MachineNames(
        machine,
        List.of(DomainName.parse(NAME)),
        List.of(DomainName.parse(machine.equals(MAC) ? FALLBACK : "om_node-2.lab.example")),
        Ipv4Address.parse(address),
        Set.of(Ipv4Address.parse(address)),
        60);
  }

  /** What is sent now, by owner; each is answered so. */
  private List<String> sent(BiConsumer<UpdateLedger, UpdateLedger.Work> answer) {
    ledger.written(ledger.unwritten());
    List<String> owners = new ArrayList<>();
    try {
      for (int left = ledger.waiting(); left > 0; left--) {
        UpdateLedger.Work work = ledger.take().orElseThrow();
        String owner = work.slot().owner.toString();
        owners.add(owner.substring(0, owner.length() - 1));
        answer.accept(ledger, work);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    ledger.decided().forEach(claims::decided);
    ledger.followed();
    return owners;
  }

  private static final BiConsumer<UpdateLedger, UpdateLedger.Work> DONE = UpdateLedger::done;

  private static final BiConsumer<UpdateLedger, UpdateLedger.Work> FOREIGN = UpdateLedger::foreign;

  private Optional<SiteRecord> wanted(String owner) {
    return ledger.wanted(DomainName.parse(owner));
  }

  private Optional<SiteRecord> pointer(String name) {
    return Optional.of(new SiteRecord.Pointer(DomainName.parse(name), MAC));
  }

  @Test
  void anAddressLeadsBackOnceTheNameIsHeld() {
    claims.changed(MAC, Optional.of(names(MAC, "10.77.0.11")));

    assertThat(sent(DONE)).containsExactly(NAME);
    assertThat(sent(DONE)).containsExactly(BACK);
    assertThat(wanted(BACK)).isEqualTo(pointer(NAME));
    assertThat(sent(DONE)).isEmpty();
  }

  @Test
  void aForeignNameBringsTheFallbackAndThenThePointerToIt() {
    claims.changed(MAC, Optional.of(names(MAC, "10.77.0.11")));

    assertThat(sent(FOREIGN)).containsExactly(NAME);
    assertThat(sent(DONE)).containsExactly(FALLBACK);
    assertThat(sent(DONE)).containsExactly(BACK);
    assertThat(wanted(BACK)).isEqualTo(pointer(FALLBACK));
    assertThat(claims.problem().orElseThrow()).contains(NAME, FALLBACK, MAC.toString());
  }

  @Test
  void withTheFallbackForeignTooNothingLeadsBack() {
    claims.changed(MAC, Optional.of(names(MAC, "10.77.0.11")));
    sent(FOREIGN);
    sent(FOREIGN);

    assertThat(sent(DONE)).isEmpty();
    assertThat(wanted(BACK)).isEmpty();
  }

  @Test
  void afterARestartWhatWasThereStaysUntilTheNameIsDecided() {
    ledger.load(SlotLine.parse(NAME + ". ? A/10.77.0.11/" + MAC));
    ledger.load(SlotLine.parse(FALLBACK + ". = A/10.77.0.11/" + MAC));
    ledger.load(SlotLine.parse(BACK + ". = PTR/" + FALLBACK + "./" + MAC));
    ledger.load(SlotLine.parse("om_gone.lab.example. = A/10.77.0.99/" + OTHER));
    claims.all(Map.of(MAC, names(MAC, "10.77.0.11")));

    assertThat(sent(FOREIGN)).containsExactlyInAnyOrder(NAME, "om_gone.lab.example");
    assertThat(sent(DONE)).isEmpty();
    assertThat(wanted(BACK)).isEqualTo(pointer(FALLBACK));
  }

  @Test
  void afterARestartANameThatIsFreeByNowIsTakenAndTheFallbackGivenBack() {
    ledger.load(SlotLine.parse(NAME + ". ? A/10.77.0.11/" + MAC));
    ledger.load(SlotLine.parse(FALLBACK + ". = A/10.77.0.11/" + MAC));
    ledger.load(SlotLine.parse(BACK + ". = PTR/" + FALLBACK + "./" + MAC));
    claims.all(Map.of(MAC, names(MAC, "10.77.0.11")));

    assertThat(sent(DONE)).containsExactly(NAME);
    assertThat(sent(DONE)).containsExactlyInAnyOrder(FALLBACK, BACK);
    assertThat(wanted(BACK)).isEqualTo(pointer(NAME));
    assertThat(wanted(FALLBACK)).isEmpty();
  }

  @Test
  void aNameThatChangedHandsIsNotTakenFromTheNewMachine() {
    claims.changed(MAC, Optional.of(names(MAC, "10.77.0.11")));
    claims.changed(OTHER, Optional.of(names(OTHER, "10.77.0.12")));
    claims.changed(MAC, Optional.empty());

    assertThat(wanted(NAME).orElseThrow().machine()).isEqualTo(OTHER);
  }

  @Test
  void aMachineThatEndsTakesItsFallbackAndTheProblemAlong() {
    claims.changed(MAC, Optional.of(names(MAC, "10.77.0.11")));
    sent(FOREIGN);
    sent(DONE);
    sent(DONE);
    claims.changed(MAC, Optional.empty());

    assertThat(sent(DONE)).containsExactlyInAnyOrder(NAME, FALLBACK, BACK);
    assertThat(ledger.size()).isZero();
    assertThat(claims.problem()).isEmpty();
  }
}

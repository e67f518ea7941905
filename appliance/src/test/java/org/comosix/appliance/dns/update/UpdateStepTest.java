package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NameConflicts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** RFC 4703, sections 5.3 to 5.5. */
final class UpdateStepTest {

  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");
  private static final DomainName ZONE = DomainName.parse("lab.example");
  private static final DomainName NAME = DomainName.parse("om_pc1.lab.example");
  private static final SiteRecord ADDRESS =
      new SiteRecord.Address(Ipv4Address.parse("10.77.0.11"), MAC);
  private static final SiteRecord POINTER = new SiteRecord.Pointer(NAME, MAC);

  @ParameterizedTest(name = "{1} after {0} in mode {2}: {3}")
  @CsvSource({
    "ADD_NEW, NOERROR, CHECK, DONE",
    "ADD_NEW, YXDOMAIN, CHECK, REPLACE_OURS",
    "ADD_NEW, YXDOMAIN, REPLACE, REPLACE_ANY",
    "ADD_NEW, REFUSED, CHECK, FAILED",
    "REPLACE_OURS, NOERROR, CHECK, DONE",
    "REPLACE_OURS, NXDOMAIN, CHECK, ADD_NEW",
    "REPLACE_OURS, NXRRSET, CHECK, FOREIGN",
    "REPLACE_OURS, SERVFAIL, CHECK, FAILED",
    "REPLACE_ANY, NXRRSET, REPLACE, FOREIGN",
    "OVERWRITE, NOERROR, FORCE, DONE",
    "OVERWRITE, REFUSED, FORCE, FAILED",
    "POINT, NOERROR, CHECK, DONE",
    "POINT, NOTAUTH, CHECK, FAILED",
    "REMOVE_ADDRESS, NOERROR, CHECK, REMOVE_DHCID",
    "REMOVE_ADDRESS, NXRRSET, CHECK, DONE",
    "REMOVE_ADDRESS, NOTZONE, CHECK, FAILED",
    "REMOVE_DHCID, NOERROR, CHECK, DONE",
    "REMOVE_DHCID, YXRRSET, CHECK, DONE",
    "REMOVE_DHCID, REFUSED, CHECK, FAILED",
    "UNPOINT, NXRRSET, CHECK, DONE",
    "UNPOINT, REFUSED, CHECK, FAILED",
  })
  void anAnswerLeadsOn(UpdateStep step, String rcode, NameConflicts mode, String next) {
    UpdateStep.Next after = step.after(Rcode.value(rcode), mode);

    assertThat(after.step().map(Enum::name).orElse(after.verdict().name())).isEqualTo(next);
  }

  @ParameterizedTest
  @EnumSource(NameConflicts.class)
  void aPointerIsTheLeaseOwnersWhateverTheMode(NameConflicts mode) {
    assertThat(UpdateStep.firstToAdd(POINTER, mode)).isEqualTo(UpdateStep.POINT);
    assertThat(UpdateStep.firstToRemove(POINTER, mode)).isEqualTo(UpdateStep.UNPOINT);
  }

  @Test
  void section531ANameThatIsNotInUse() {
    assertThat(
            text(
                UpdateMessages.of(
                    UpdateStep.firstToAdd(ADDRESS, NameConflicts.CHECK), ZONE, NAME, ADDRESS, 60)))
        .isEqualTo(
            """
            lab.example. 0 IN SOA
            -
            om_pc1.lab.example. 0 NONE ANY
            -
            om_pc1.lab.example. 60 IN A 10.77.0.11
            om_pc1.lab.example. 60 IN DHCID AAABxdlxUdabof91lxfx4uoOY8Ej/af6Y38GR68zMPYgUrM=
            """);
  }

  @Test
  void section532ANameWhoseDhcidIsOurs() {
    assertThat(text(UpdateMessages.of(UpdateStep.REPLACE_OURS, ZONE, NAME, ADDRESS, 60)))
        .isEqualTo(
            """
            lab.example. 0 IN SOA
            -
            om_pc1.lab.example. 0 ANY ANY
            om_pc1.lab.example. 0 IN DHCID AAABxdlxUdabof91lxfx4uoOY8Ej/af6Y38GR68zMPYgUrM=
            -
            om_pc1.lab.example. 0 ANY A
            om_pc1.lab.example. 60 IN A 10.77.0.11
            """);
  }

  @Test
  void section55WhatIsTakenBackIsOursAndNothingElse() {
    assertThat(text(UpdateMessages.of(UpdateStep.REMOVE_ADDRESS, ZONE, NAME, ADDRESS, 60)))
        .isEqualTo(
            """
            lab.example. 0 IN SOA
            -
            om_pc1.lab.example. 0 IN DHCID AAABxdlxUdabof91lxfx4uoOY8Ej/af6Y38GR68zMPYgUrM=
            -
            om_pc1.lab.example. 0 NONE A 10.77.0.11
            """);
    assertThat(text(UpdateMessages.of(UpdateStep.REMOVE_DHCID, ZONE, NAME, ADDRESS, 60)))
        .isEqualTo(
            """
            lab.example. 0 IN SOA
            -
            om_pc1.lab.example. 0 IN DHCID AAABxdlxUdabof91lxfx4uoOY8Ej/af6Y38GR68zMPYgUrM=
            om_pc1.lab.example. 0 NONE A
            om_pc1.lab.example. 0 NONE AAAA
            -
            om_pc1.lab.example. 0 ANY DHCID
            """);
  }

  private static String text(Message message) {
    StringBuilder text = new StringBuilder();
    for (int section : new int[] {Section.ZONE, Section.PREREQ, Section.UPDATE}) {
      if (section != Section.ZONE) {
        text.append("-\n");
      }
      for (Record record : message.getSection(section)) {
        text.append(record.toString().replaceAll("\\s+", " ").strip()).append('\n');
      }
    }
    return text.toString();
  }
}

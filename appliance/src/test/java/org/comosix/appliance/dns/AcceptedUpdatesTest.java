package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.dns.UpdateLab.name;
import static org.comosix.appliance.dns.UpdateLab.record;
import static org.comosix.appliance.dns.UpdateLab.update;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.comosix.appliance.domain.LeaseEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * RFC 2136, section 3, sent and read by dnsjava; nsupdate, certbot and Kea: {@code
 * AcceptedUpdatesIT}.
 */
class AcceptedUpdatesTest {

  private static final String TAKEN = "60 TXT \"there\"";

  private final Path directory;
  private UpdateLab lab;

  AcceptedUpdatesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void serve() {
    lab = new UpdateLab(directory.resolve("journal")).start();
    Update taken = update();
    taken.add(record("taken", 60, "TXT", "there"));
    assertThat(lab.send(taken)).isEqualTo("NOERROR");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static Update adding() {
    Update update = update();
    update.add(record("new", 60, "TXT", "x"));
    return update;
  }

  /** With any class and type, and without data. */
  private static Record bare(String name, String type, int dnsClass, long ttl) {
    return Record.newRecord(name(name), Type.value(type), dnsClass, ttl);
  }

  /** The record that is there, with another class. */
  private static Record there(int dnsClass, long ttl) {
    byte[] data = "\5there".getBytes(StandardCharsets.US_ASCII);
    return Record.newRecord(name("taken"), Type.TXT, dnsClass, ttl, data);
  }

  private void assertNothingChanged(Update update, String rcode) {
    assertThat(lab.send(update)).isEqualTo(rcode);
    assertThat(lab.look("new", "TXT")).isEqualTo("NXDOMAIN");
    assertThat(lab.look("taken", "TXT")).isEqualTo(TAKEN);
  }

  @Nested
  class Section31Zone {

    @Test
    void section3s1s1TheZoneSectionHasOneZone() {
      for (int zones : new int[] {0, 2}) {
        Message message = new Message();
        message.getHeader().setOpcode(Opcode.UPDATE);
        for (int i = 0; i < zones; i++) {
          message.addRecord(Record.newRecord(name("lab.example."), Type.SOA, DClass.IN), 0);
        }
        assertThat(Rcode.string(DnsLab.parse(lab.sendBytes(message.toWire())).getRcode()))
            .isEqualTo("FORMERR");
      }
      assertThat(lab.counter("accept.MALFORMED")).isEqualTo(2);
    }

    @Test
    void section3s1s1ItsTypeIsSoa() {
      Message message = new Message();
      message.getHeader().setOpcode(Opcode.UPDATE);
      message.addRecord(Record.newRecord(name("lab.example."), Type.NS, DClass.IN), 0);
      assertThat(Rcode.string(DnsLab.parse(lab.sendBytes(message.toWire())).getRcode()))
          .isEqualTo("FORMERR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example", "example", "new.lab.example", "."})
    void section3s1s2AZoneThatIsNotOursIsNotauth(String zone) {
      Update update = update(zone);
      update.add(record("new", 60, "TXT", "x"));
      assertNothingChanged(update, "NOTAUTH");
    }

    @Test
    void section3s1s2AnotherClassIsNotauth() {
      Message update = new Message();
      update.getHeader().setOpcode(Opcode.UPDATE);
      update.addRecord(Record.newRecord(name("lab.example."), Type.SOA, DClass.CH), 0);
      assertThat(lab.send(update)).isEqualTo("NOTAUTH");
    }
  }

  @Nested
  class Section32Prerequisites {

    private void assertMet(boolean met, String rcode, Record... prerequisites) {
      Update update = adding();
      for (Record prerequisite : prerequisites) {
        update.addRecord(prerequisite, Section.PREREQ);
      }
      if (met) {
        assertThat(lab.send(update)).isEqualTo("NOERROR");
        assertThat(lab.look("new", "TXT")).isEqualTo("60 TXT \"x\"");
      } else {
        assertNothingChanged(update, rcode);
      }
    }

    @ParameterizedTest
    @CsvSource({
      "taken, TXT, true",
      "taken, A, false",
      "absent, TXT, false",
      "printer, A, true",
      "om_pc1, A, true",
      "om-pc1, A, true",
      "om_pc1, TXT, false",
      "lab.example., SOA, true",
      "lab.example., NS, true",
      "lab.example., MX, false",
      "ns, A, true"
    })
    void section2s4s1RrsetExists(String name, String type, boolean met) {
      assertMet(met, "NXRRSET", bare(name, type, DClass.ANY, 0));
    }

    @ParameterizedTest
    @CsvSource({"there, true", "other, false"})
    void section2s4s2RrsetExistsWithThisData(String data, boolean met) {
      assertMet(met, "NXRRSET", record("taken", 0, "TXT", data));
    }

    @Test
    void section2s4s2AllOfTheDataAndNoOther() {
      Update second = update();
      second.add(record("taken", 60, "TXT", "second"));
      assertThat(lab.send(second)).isEqualTo("NOERROR");
      Update one = adding();
      one.present(record("taken", 0, "TXT", "there"));
      assertThat(lab.send(one)).isEqualTo("NXRRSET");
      Update three = adding();
      three.present(record("taken", 0, "TXT", "there"));
      three.present(record("taken", 0, "TXT", "second"));
      three.present(record("taken", 0, "TXT", "third"));
      assertThat(lab.send(three)).isEqualTo("NXRRSET");
      Update both = adding();
      both.present(record("taken", 0, "TXT", "second"));
      both.present(record("taken", 0, "TXT", "there"));
      assertThat(lab.send(both)).isEqualTo("NOERROR");
    }

    @Test
    void section2s4s2DataOfAMachineAndOfTheConfigurationCount() {
      assertMet(true, "", record("om_pc1", 0, "A", "10.77.0.11"));
    }

    @Test
    void section2s4s2NamesInDataDifferInMoreThanCase() {
      Update alias = update();
      alias.add(record("www", 60, "CNAME", "Printer"));
      assertThat(lab.send(alias)).isEqualTo("NOERROR");
      assertMet(true, "", record("www", 0, "CNAME", "PRINTER"));
    }

    @ParameterizedTest
    @CsvSource({
      "taken, TXT, false",
      "taken, A, true",
      "absent, TXT, true",
      "om_pc1, A, false",
      "om_pc1, DHCID, true",
      "printer, A, false",
      "lab.example., SOA, false"
    })
    void section2s4s3RrsetDoesNotExist(String name, String type, boolean met) {
      assertMet(met, "YXRRSET", bare(name, type, DClass.NONE, 0));
    }

    @ParameterizedTest
    @CsvSource({
      "taken, true",
      "absent, false",
      "om_pc1, true",
      "printer, true",
      "lab.example., true"
    })
    void section2s4s4NameIsInUse(String name, boolean met) {
      assertMet(met, "NXDOMAIN", bare(name, "ANY", DClass.ANY, 0));
    }

    @Test
    void section2s4s4AnEmptyNonTerminalIsNotInUse() {
      Update below = update();
      below.add(record("a.b", 60, "TXT", "x"));
      assertThat(lab.send(below)).isEqualTo("NOERROR");
      assertThat(lab.look("b", "TXT")).isEqualTo("NODATA");
      assertMet(false, "NXDOMAIN", bare("b", "ANY", DClass.ANY, 0));
    }

    @ParameterizedTest
    @CsvSource({"taken, false", "absent, true", "om_pc1, false", "om-pc1, false", "printer, false"})
    void section2s4s5NameIsNotInUse(String name, boolean met) {
      assertMet(met, "YXDOMAIN", bare(name, "ANY", DClass.NONE, 0));
    }

    @Test
    void section3s2s1TheTtlIsZero() {
      assertMet(false, "FORMERR", bare("taken", "TXT", DClass.ANY, 1));
    }

    @Test
    void section3s2s1TheNameIsInTheZone() {
      assertMet(false, "NOTZONE", bare("other.example.", "TXT", DClass.NONE, 0));
      assertMet(false, "NOTZONE", bare("11.0.77.10.in-addr.arpa.", "PTR", DClass.ANY, 0));
    }

    @Test
    void section3s2s1ClassAnyAndNoneHaveNoData() {
      for (int dnsClass : new int[] {DClass.ANY, DClass.NONE}) {
        Record withData = there(dnsClass, 0);
        assertMet(false, "FORMERR", withData);
      }
    }

    @Test
    void section3s2s4AnyOtherClassIsAFormatError() {
      assertMet(false, "FORMERR", bare("taken", "TXT", DClass.CH, 0));
    }

    @Test
    void section3s2AllOfThemHaveToBeTrue() {
      assertMet(
          false,
          "YXDOMAIN",
          bare("absent", "ANY", DClass.NONE, 0),
          bare("taken", "ANY", DClass.NONE, 0));
    }
  }

  @Nested
  class Section33Permission {

    @Test
    void withoutASignatureNothingIsChanged() {
      byte[] response = lab.sendBytes(adding().toWire());
      assertThat(Rcode.string(DnsLab.parse(response).getRcode())).isEqualTo("REFUSED");
      assertThat(lab.look("new", "TXT")).isEqualTo("NXDOMAIN");
      assertThat(lab.counter("accept.NO_KEY")).isEqualTo(1);
    }

    @Test
    void withAKeyForSomethingElseNothingIsChanged() {
      assertThat(lab.send(adding(), "for-copies")).isEqualTo("REFUSED");
      assertThat(lab.counter("accept.NO_KEY")).isEqualTo(1);
    }

    @Test
    void withAnUnknownKeyNothingIsChanged() {
      Update update = adding();
      update.setTSIG(lab.key("nobody"));
      Message response = DnsLab.parse(lab.sendBytes(update.toWire(65_535)));
      assertThat(Rcode.string(response.getRcode())).isEqualTo("NOTAUTH");
      assertThat(response.getTSIG().getError()).isEqualTo(Rcode.BADKEY);
      assertThat(lab.look("new", "TXT")).isEqualTo("NXDOMAIN");
    }

    @Test
    void aSignatureOfOtherOctetsIsWorthNothing() {
      Update update = adding();
      update.setTSIG(lab.key(UpdateLab.KEY));
      byte[] bytes = update.toWire(65_535);
      bytes["....lab.example....".length() + 20]++;
      byte[] response = lab.sendBytes(bytes);
      assertThat(DnsLab.parse(response).getRcode()).isIn(Rcode.NOTAUTH, Rcode.FORMERR);
      assertThat(lab.look("new", "TXT")).isEqualTo("NXDOMAIN");
    }

    @ParameterizedTest
    @CsvSource({
      "_acme-challenge, TXT, x, NOERROR",
      "_acme-challenge.new, TXT, x, NOERROR",
      "_ACME-challenge.a.b, TXT, x, NOERROR",
      "_acme-challenge, A, 10.77.0.1, REFUSED",
      "new, TXT, x, REFUSED",
      "a._acme-challenge, TXT, x, REFUSED",
      "x._acme-challenge.new, TXT, x, REFUSED",
      "lab.example., TXT, x, REFUSED"
    })
    void aKeyIsGoodForItsNamesAndTypes(String name, String type, String data, String rcode) {
      Update update = update();
      update.add(record(name, 60, type, data));
      assertThat(lab.send(update, UpdateLab.ACME_KEY)).isEqualTo(rcode);
    }

    @Test
    void whoeverMayNotDeleteOneOfThemDeletesNothing() {
      Update address = update();
      address.add(record("_acme-challenge", 60, "A", "10.77.0.1"));
      address.add(record("_acme-challenge", 60, "TXT", "x"));
      assertThat(lab.send(address)).isEqualTo("NOERROR");
      Update all = update();
      all.delete(name("_acme-challenge"));
      assertThat(lab.send(all, UpdateLab.ACME_KEY)).isEqualTo("REFUSED");
      assertThat(lab.send(all, UpdateLab.KEY)).isEqualTo("NOERROR");
      assertThat(lab.look("_acme-challenge", "TXT")).isEqualTo("NXDOMAIN");
    }

    @ParameterizedTest
    @CsvSource({
      "om_pc1, A, 10.77.0.66",
      "om-pc1, TXT, x",
      "om_node-525400000042, A, 10.77.0.66",
      "printer, TXT, x",
      "ns, A, 10.77.0.66",
      "comosix, A, 10.77.0.66"
    })
    void whatIsAMachinesOrTheConfigurationsIsNotTouched(String name, String type, String data) {
      String before = lab.look(name, "A");
      Update adds = update();
      adds.add(record(name, 60, type, data));
      assertThat(lab.send(adds)).isEqualTo("REFUSED");
      Update deletes = update();
      deletes.delete(name(name));
      assertThat(lab.send(deletes)).isEqualTo("REFUSED");
      assertThat(lab.look(name, "A")).isEqualTo(before);
      assertThat(lab.counter("accept.NAME_IS_KEPT")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
      "lab.example., SOA, ns.lab.example. h.lab.example. 1 2 3 4 5",
      "lab.example., NS, ns.other.example.",
      "sub, NS, ns.other.example.",
      "new, DNAME, other.example.",
      "new, DS, 1 8 1 0000000000000000000000000000000000000000",
      "new, TYPE65280, \\# 1 00",
      "*, TXT, x",
      "*.new, TXT, x"
    })
    void typesThatNobodyMayChangeAndWildcardsAreRefused(String name, String type, String data) {
      Update update = update();
      update.add(record(name, 60, type, data));
      assertNothingChanged(update, "REFUSED");
    }

    @Test
    void aKeyHasSoManyRecordsAndNoMore() {
      for (int i = 0; i < UpdateLab.MOST_OF_ACME; i++) {
        Update update = update();
        update.add(record("_acme-challenge", 60, "TXT", "x" + i));
        assertThat(lab.send(update, UpdateLab.ACME_KEY)).isEqualTo("NOERROR");
      }
      Update more = update();
      more.add(record("_acme-challenge.other", 60, "TXT", "x"));
      assertThat(lab.send(more, UpdateLab.ACME_KEY)).isEqualTo("REFUSED");
      Update other = update();
      other.delete(record("_acme-challenge", 0, "TXT", "x0"));
      other.add(record("_acme-challenge.other", 60, "TXT", "x"));
      assertThat(lab.send(other, UpdateLab.ACME_KEY)).isEqualTo("NOERROR");
      assertThat(lab.counter("accept.TOO_MANY_RECORDS")).isEqualTo(1);
    }

    @Test
    void aNameHasSoManyRecordsOfATypeAndNoMore() {
      Update update = update();
      for (int i = 0; i <= 100; i++) {
        update.add(record("new", 60, "TXT", "x" + i));
      }
      assertNothingChanged(update, "REFUSED");
    }
  }

  @Nested
  class Section341Prescan {

    private void assertFormatError(Record record) {
      Update update = adding();
      update.addRecord(record, Section.UPDATE);
      assertNothingChanged(update, "FORMERR");
    }

    @Test
    void section3s4s1s1TheNameIsInTheZone() {
      Update update = adding();
      update.addRecord(record("x.other.example.", 60, "TXT", "x"), Section.UPDATE);
      assertNothingChanged(update, "NOTZONE");
    }

    @ParameterizedTest
    @CsvSource({
      "ANY, IN, 60",
      "AXFR, IN, 60",
      "MAILA, IN, 60",
      "MAILB, IN, 60",
      "AXFR, ANY, 0",
      "MAILB, ANY, 0",
      "TXT, ANY, 60",
      "TXT, CH, 0",
      "ANY, NONE, 0",
      "AXFR, NONE, 0",
      "TXT, NONE, 0"
    })
    void section3s4s1s2WhatMakesNoSense(String type, String dnsClass, long ttl) {
      assertFormatError(bare("taken", type, DClass.value(dnsClass), ttl));
    }

    @Test
    void section3s4s1s2ClassAnyHasNoDataAndClassNoneNoTtl() {
      assertFormatError(there(DClass.ANY, 0));
      assertFormatError(there(DClass.NONE, 60));
    }
  }

  @Nested
  class Section342Changes {

    @Test
    void section3s4s2s2ARecordIsAddedAndADuplicateSetsTheTtl() {
      Update update = adding();
      update.add(record("new", 60, "TXT", "y"));
      update.add(record("new", 60, "TXT", "x"));
      assertThat(lab.send(update)).isEqualTo("NOERROR");
      assertThat(lab.look("new", "TXT")).isEqualTo("60 TXT \"x\", 60 TXT \"y\"");
      Update longer = update();
      longer.add(record("new", 300, "TXT", "y"));
      assertThat(lab.send(longer)).isEqualTo("NOERROR");
      assertThat(lab.look("new", "TXT")).isEqualTo("300 TXT \"x\", 300 TXT \"y\"");
    }

    @Test
    void section3s4s2s2ACnameStandsAlone() {
      Update beside = update();
      beside.add(record("taken", 60, "CNAME", "printer"));
      assertThat(lab.send(beside)).isEqualTo("NOERROR");
      assertThat(lab.look("taken", "TXT")).isEqualTo(TAKEN);
      assertThat(lab.look("taken", "CNAME")).isEqualTo("NODATA");

      Update alias = update();
      alias.add(record("new", 60, "CNAME", "printer"));
      alias.add(record("new", 60, "TXT", "x"));
      assertThat(lab.send(alias)).isEqualTo("NOERROR");
      assertThat(lab.look("new", "A")).isEqualTo("60 A 10.77.0.9, 60 CNAME printer.lab.example.");

      Update other = update();
      other.add(record("new", 60, "CNAME", "om_pc1"));
      assertThat(lab.send(other)).isEqualTo("NOERROR");
      assertThat(lab.look("new", "A")).isEqualTo("60 A 10.77.0.11, 60 CNAME om_pc1.lab.example.");
    }

    @Test
    void section3s4s2s2AtTheApexThereIsNoCnameAndSoaStays() {
      Update update = update();
      update.add(record("lab.example.", 60, "CNAME", "printer"));
      update.add(record("lab.example.", 60, "TXT", "x"));
      assertThat(lab.send(update)).isEqualTo("NOERROR");
      assertThat(lab.look("lab.example.", "CNAME")).isEqualTo("NODATA");
      assertThat(lab.look("lab.example.", "TXT")).isEqualTo("60 TXT \"x\"");
      Update all = update();
      all.delete(name("lab.example."));
      assertThat(lab.send(all)).isEqualTo("NOERROR");
      assertThat(lab.look("lab.example.", "TXT")).isEqualTo("NODATA");
      assertThat(lab.look("lab.example.", "SOA")).startsWith("60 SOA ns.lab.example.");
      assertThat(lab.look("lab.example.", "NS")).isEqualTo("60 NS ns.lab.example.");
    }

    @Test
    void section3s4s2s3RecordsOfATypeAndOfANameAreDeleted() {
      Update update = adding();
      update.add(record("new", 60, "A", "10.77.0.66"));
      update.add(record("new", 60, "AAAA", "fd00::1"));
      assertThat(lab.send(update)).isEqualTo("NOERROR");
      Update type = update();
      type.delete(name("new"), Type.A);
      type.delete(name("absent"), Type.A);
      assertThat(lab.send(type)).isEqualTo("NOERROR");
      assertThat(lab.look("new", "A")).isEqualTo("NODATA");
      assertThat(lab.look("new", "AAAA")).isEqualTo("60 AAAA fd00:0:0:0:0:0:0:1");
      Update all = update();
      all.delete(name("new"));
      assertThat(lab.send(all)).isEqualTo("NOERROR");
      assertThat(lab.look("new", "AAAA")).isEqualTo("NXDOMAIN");
    }

    @Test
    void section3s4s2s4OneRecordIsDeleted() {
      Update update = adding();
      update.add(record("new", 60, "TXT", "y"));
      assertThat(lab.send(update)).isEqualTo("NOERROR");
      Update one = update();
      one.delete(record("new", 0, "TXT", "x"));
      one.delete(record("new", 0, "TXT", "z"));
      assertThat(lab.send(one)).isEqualTo("NOERROR");
      assertThat(lab.look("new", "TXT")).isEqualTo("60 TXT \"y\"");
    }

    @Test
    void section3s4s2InTheirOrderAndAllOrNone() {
      Update replaced = update();
      replaced.delete(name("taken"));
      replaced.add(record("taken", 30, "TXT", "other"));
      assertThat(lab.send(replaced)).isEqualTo("NOERROR");
      assertThat(lab.look("taken", "TXT")).isEqualTo("30 TXT \"other\"");
      Update partly = update();
      partly.delete(name("taken"));
      partly.add(record("printer", 30, "TXT", "other"));
      assertThat(lab.send(partly)).isEqualTo("REFUSED");
      assertThat(lab.look("taken", "TXT")).isEqualTo("30 TXT \"other\"");
    }

    @Test
    void whatChangesNothingIsNoNewSerial() {
      lab.dns.pass(java.time.Duration.ofSeconds(10));
      String before = lab.look("lab.example.", "SOA");
      Update same = update();
      same.add(record("taken", 60, "TXT", "there"));
      assertThat(lab.send(same)).isEqualTo("NOERROR");
      lab.dns.pass(java.time.Duration.ofSeconds(10));
      assertThat(lab.look("lab.example.", "SOA")).isEqualTo(before);
      assertThat(lab.counter("accept.UNCHANGED")).isEqualTo(1);
      assertThat(lab.send(adding())).isEqualTo("NOERROR");
      lab.dns.pass(java.time.Duration.ofSeconds(10));
      assertThat(lab.look("lab.example.", "SOA")).isNotEqualTo(before);
    }
  }

  @Nested
  class BesideMachines {

    @Test
    void aMachineThatWantsTheNameOfAnUpdateGetsAnotherUntilItIsFree() {
      Update update = update();
      update.add(record("om_pc7", 60, "TXT", "x"));
      assertThat(lab.send(update)).isEqualTo("NOERROR");
      lab.dns.binds("10.77.0.70", "52:54:00:00:00:07", "pc7");
      assertThat(lab.look("om_pc7", "A")).isEqualTo("NODATA");
      assertThat(lab.look("om_node-525400000007", "A")).isEqualTo("60 A 10.77.0.70");

      Update gone = update();
      gone.delete(name("om_pc7"));
      assertThat(lab.send(gone)).isEqualTo("NOERROR");
      assertThat(lab.look("om_pc7", "A")).isEqualTo("60 A 10.77.0.70");
      assertThat(lab.look("om-pc7", "A")).isEqualTo("60 A 10.77.0.70");
      assertThat(lab.look("om_node-525400000007", "A")).isEqualTo("NXDOMAIN");
      assertThat(lab.send(update)).isEqualTo("REFUSED");
    }

    @Test
    void anAddressOfAMachineLeadsBackToItAndAfterwardsWhereTheUpdateSaid() {
      String back = "70.0.77.10.in-addr.arpa.";
      Update update = update("0.77.10.in-addr.arpa");
      update.add(record(back, 60, "PTR", "guest"));
      assertThat(lab.send(update)).isEqualTo("NOERROR");
      assertThat(lab.look(back, "PTR")).isEqualTo("60 PTR guest.lab.example.");
      var lease = lab.dns.binds("10.77.0.70", "52:54:00:00:00:07", "pc7");
      assertThat(lab.look(back, "PTR")).isEqualTo("60 PTR om_pc7.lab.example.");
      Update other = update("0.77.10.in-addr.arpa");
      other.delete(name(back));
      assertThat(lab.send(other)).isEqualTo("REFUSED");
      lab.dns.ends(LeaseEvent.Kind.RELEASED, lease);
      assertThat(lab.look(back, "PTR")).isEqualTo("60 PTR guest.lab.example.");
      assertThat(lab.send(other)).isEqualTo("NOERROR");
      assertThat(lab.look(back, "PTR")).isEqualTo("NXDOMAIN");
    }
  }
}

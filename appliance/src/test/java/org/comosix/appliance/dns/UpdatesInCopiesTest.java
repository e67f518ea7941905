package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.dns.UpdateLab.name;
import static org.comosix.appliance.dns.UpdateLab.record;
import static org.comosix.appliance.dns.UpdateLab.update;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.LeaseEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** RFC 2136, section 3.6, and RFC 1995: what updates changed is in copies of the zones. */
class UpdatesInCopiesTest {

  private static final String REVERSE = "0.77.10.in-addr.arpa";
  private static final String BACK = "70." + REVERSE + ".";

  private final Path directory;
  private UpdateLab lab;

  UpdatesInCopiesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void serve() {
    lab = new UpdateLab(directory.resolve("journal")).start();
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private long serial(String zone) {
    lab.dns.pass(Duration.ofSeconds(2));
    Message answer = lab.dns.ask(zone, Type.SOA);
    return ((SOARecord) answer.getSection(Section.ANSWER).get(0)).getSerial();
  }

  /** Of an incremental copy what goes and what comes, of a whole one what is there. */
  private List<String> copy(String zone, Optional<Long> from) {
    lab.dns.pass(Duration.ofSeconds(2));
    Message query = DnsLab.query(zone, from.isPresent() ? Type.IXFR : Type.AXFR);
    from.ifPresent(
        serial ->
            query.addRecord(
                new SOARecord(
                    DnsLab.name(zone),
                    DClass.IN,
                    0,
                    DnsLab.name("ns"),
                    DnsLab.name("h"),
                    serial,
                    0,
                    0,
                    0,
                    0),
                Section.AUTHORITY));
    query.setTSIG(lab.key("for-copies"));
    DnsOutcome outcome = lab.dns.service.responder().respond(query.toWire(65_535), Via.TCP);
    List<Record> records = new ArrayList<>();
    TransferMessages messages = ((DnsOutcome.Transfer) outcome).messages();
    for (Optional<byte[]> next = messages.next(); next.isPresent(); next = messages.next()) {
      records.addAll(DnsLab.parse(next.get()).getSection(Section.ANSWER));
    }
    messages.close();
    List<String> lines = new ArrayList<>();
    int soas = 0;
    for (Record record : records) {
      if (record.getType() == Type.SOA) {
        soas++;
      } else {
        // One at the start, then the old one before what goes, the new one before what comes.
        String sign = from.isEmpty() ? "" : soas == 2 ? "-" : "+";
        lines.add(
            (sign
                    + " "
                    + record.getName().relativize(DnsLab.name(zone))
                    + " "
                    + Type.string(record.getType())
                    + " "
                    + record.rdataToString())
                .strip());
      }
    }
    return lines;
  }

  @Test
  void aWholeCopyHasThem() {
    Update update = update();
    update.add(record("new", 60, "TXT", "x"));
    update.add(record("a.b", 60, "A", "10.77.0.66"));
    assertThat(lab.send(update)).isEqualTo("NOERROR");
    assertThat(copy("lab.example", Optional.empty()))
        .contains("new TXT \"x\"", "a.b A 10.77.0.66", "om_pc1 A 10.77.0.11")
        .hasSize(1 + 3 + 2 + 2);
  }

  @Test
  void anIncrementalCopyHasWhatBecameOfThem() {
    Update update = update();
    update.add(record("new", 60, "TXT", "x"));
    update.add(record("new", 60, "TXT", "y"));
    update.add(record("old", 60, "TXT", "x"));
    assertThat(lab.send(update)).isEqualTo("NOERROR");
    long serial = serial("lab.example");
    Update next = update();
    next.delete(record("new", 0, "TXT", "x"));
    next.delete(name("old"));
    next.add(record("www", 60, "CNAME", "printer"));
    assertThat(lab.send(next)).isEqualTo("NOERROR");
    assertThat(copy("lab.example", Optional.of(serial)))
        .containsExactlyInAnyOrder(
            "- new TXT \"x\"", "- old TXT \"x\"", "+ www CNAME printer.lab.example.");
  }

  @Test
  void whatAMachineHidesGoesAndComesAgain() {
    Update update = update(REVERSE);
    update.add(record(BACK, 60, "PTR", "guest"));
    assertThat(lab.send(update)).isEqualTo("NOERROR");
    long guest = serial(REVERSE);
    var lease = lab.dns.binds("10.77.0.70", "52:54:00:00:00:07", "pc7");
    assertThat(copy(REVERSE, Optional.of(guest)))
        .containsExactlyInAnyOrder("- 70 PTR guest.lab.example.", "+ 70 PTR om_pc7.lab.example.");
    assertThat(copy(REVERSE, Optional.empty()))
        .contains("70 PTR om_pc7.lab.example.")
        .doesNotContain("70 PTR guest.lab.example.");
    long machine = serial(REVERSE);
    lab.dns.ends(LeaseEvent.Kind.RELEASED, lease);
    assertThat(copy(REVERSE, Optional.of(machine)))
        .containsExactlyInAnyOrder("- 70 PTR om_pc7.lab.example.", "+ 70 PTR guest.lab.example.");
  }

  @Test
  void aMachineThatGetsItsNameBackIsInTheCopyToo() {
    Update update = update();
    update.add(record("om_pc7", 60, "TXT", "x"));
    assertThat(lab.send(update)).isEqualTo("NOERROR");
    lab.dns.binds("10.77.0.70", "52:54:00:00:00:07", "pc7");
    long serial = serial("lab.example");
    Update gone = update();
    gone.delete(name("om_pc7"));
    assertThat(lab.send(gone)).isEqualTo("NOERROR");
    assertThat(copy("lab.example", Optional.of(serial)))
        .containsExactlyInAnyOrder(
            "- om_pc7 TXT \"x\"",
            "- om_node-525400000007 A 10.77.0.70",
            "- om-node-525400000007 A 10.77.0.70",
            "+ om_pc7 A 10.77.0.70",
            "+ om-pc7 A 10.77.0.70");
  }
}

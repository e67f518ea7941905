package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.dns.UpdateLab.name;
import static org.comosix.appliance.dns.UpdateLab.record;
import static org.comosix.appliance.dns.UpdateLab.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.RecordData;
import org.comosix.appliance.domain.StaticRecord;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Update;

/** What was answered stays: restarts, full disks, another configuration. Kill -9: the IT. */
class DurableUpdatesTest {

  private final Path directory;
  private Path journal;
  private UpdateLab lab;

  DurableUpdatesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void serve() {
    journal = directory.resolve("new/journal");
    lab = new UpdateLab(journal).start();
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private void restart() {
    lab.close();
    lab = new UpdateLab(journal).start();
  }

  private static Update adding(String name, String text) {
    Update update = update();
    update.add(record(name, 60, "TXT", text));
    return update;
  }

  private String add(String name, String text) {
    return lab.send(adding(name, text));
  }

  @Test
  void nothingIsWrittenUntilSomethingIsChanged() {
    restart();
    assertThat(journal).doesNotExist();
    assertThat(add("printer", "x")).isEqualTo("REFUSED");
    assertThat(journal).doesNotExist();
  }

  @Test
  void aChangeOutlivesARestartAndSoDoesItsEnd() {
    assertThat(add("one", "x")).isEqualTo("NOERROR");
    assertThat(add("one", "y")).isEqualTo("NOERROR");
    assertThat(add("two", "x")).isEqualTo("NOERROR");
    Update gone = update();
    gone.delete(name("two"));
    assertThat(lab.send(gone)).isEqualTo("NOERROR");
    restart();
    assertThat(lab.look("one", "TXT")).isEqualTo("60 TXT \"x\", 60 TXT \"y\"");
    assertThat(lab.look("two", "TXT")).isEqualTo("NXDOMAIN");
    assertThat(add("one", "z")).isEqualTo("NOERROR");
    restart();
    assertThat(lab.look("one", "TXT")).isEqualTo("60 TXT \"x\", 60 TXT \"y\", 60 TXT \"z\"");
  }

  @Test
  void anUpdateThatTheDiskHasInPartIsNotThere() throws IOException {
    assertThat(add("one", "x")).isEqualTo("NOERROR");
    Update both = adding("two", "x");
    both.add(record("three", 60, "TXT", "x"));
    assertThat(lab.send(both)).isEqualTo("NOERROR");
    lab.close();
    byte[] whole = Files.readAllBytes(journal);
    Files.write(journal, Arrays.copyOf(whole, whole.length - 5));
    lab = new UpdateLab(journal).start();
    assertThat(lab.look("one", "TXT")).isEqualTo("60 TXT \"x\"");
    assertThat(lab.look("two", "TXT")).isEqualTo("NXDOMAIN");
    assertThat(lab.look("three", "TXT")).isEqualTo("NXDOMAIN");
    assertThat(add("four", "x")).isEqualTo("NOERROR");
    restart();
    assertThat(lab.look("four", "TXT")).isEqualTo("60 TXT \"x\"");
  }

  @Test
  void aDamagedLineCostsItsUpdateAlone() throws IOException {
    assertThat(add("one", "x")).isEqualTo("NOERROR");
    assertThat(add("two", "x")).isEqualTo("NOERROR");
    lab.close();
    byte[] bytes = Files.readAllBytes(journal);
    bytes[12] ^= 1;
    Files.write(journal, bytes);
    lab = new UpdateLab(journal).start();
    assertThat(lab.look("one", "TXT")).isEqualTo("NXDOMAIN");
    assertThat(lab.look("two", "TXT")).isEqualTo("60 TXT \"x\"");
  }

  @Test
  void onAFullDiskNothingChangesUntilThereIsRoom() throws IOException {
    Files.createDirectories(journal.getParent());
    Files.createSymbolicLink(journal, Path.of("/dev/full"));
    assertThat(add("one", "x")).isEqualTo("SERVFAIL");
    assertThat(lab.look("one", "TXT")).isEqualTo("NXDOMAIN");
    assertThat(lab.dns.service.problem())
        .hasValueSatisfying(text -> assertThat(text).contains("cannot be written"));
    assertThat(lab.counter("accept.DISK_FAILED")).isEqualTo(1);

    // The journal is made anew beside the broken one.
    Update absent = adding("two", "x");
    absent.absent(name("one"));
    assertThat(lab.send(absent)).isEqualTo("NOERROR");
    assertThat(lab.dns.service.problem()).isEmpty();
    restart();
    assertThat(lab.look("one", "TXT")).isEqualTo("NXDOMAIN");
    assertThat(lab.look("two", "TXT")).isEqualTo("60 TXT \"x\"");
  }

  @Test
  void whereNoJournalCanBeNothingChanges() throws IOException {
    Files.writeString(journal.getParent(), "a file where the directory should be");
    assertThat(add("one", "x")).isEqualTo("SERVFAIL");
    assertThat(lab.look("one", "TXT")).isEqualTo("NXDOMAIN");
    Files.delete(journal.getParent());
    assertThat(add("one", "x")).isEqualTo("NOERROR");
  }

  @Test
  void theJournalDoesNotGrowForEver() throws IOException {
    for (int i = 0; i < 1100; i++) {
      Update update = update();
      update.delete(name("one"));
      update.add(record("one", 60, "TXT", "x" + i));
      assertThat(lab.send(update)).isEqualTo("NOERROR");
    }
    assertThat(Files.readAllLines(journal)).hasSizeLessThan(200);
    restart();
    assertThat(lab.look("one", "TXT")).isEqualTo("60 TXT \"x1099\"");
  }

  @Test
  void whoeverComesWhenTooManyWaitIsToldSoAndTheOthersAreServed() {
    lab.close();
    lab = new UpdateLab(journal);
    List<CompletableFuture<byte[]>> responses = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Update update = adding("n" + i, "x");
      update.setTSIG(lab.key(UpdateLab.KEY));
      responses.add(lab.submit(update.toWire(65_535)));
    }
    long full =
        responses.stream()
            .filter(CompletableFuture::isDone)
            .filter(it -> DnsLab.parse(it.join()).getRcode() == Rcode.SERVFAIL)
            .count();
    assertThat(full).isEqualTo(600 - 512).isEqualTo(lab.counter("accept.QUEUE_FULL"));
    lab.start();
    for (CompletableFuture<byte[]> response : responses.subList(0, 512)) {
      assertThat(DnsLab.parse(response.orTimeout(20, TimeUnit.SECONDS).join()).getRcode())
          .isEqualTo(Rcode.NOERROR);
    }
    assertThat(lab.counter("accept.CHANGED")).isEqualTo(512);
  }

  @Test
  void ofUpdatesThatWaitTogetherEachSeesTheOnesBeforeIt() {
    lab.close();
    lab = new UpdateLab(journal);
    List<CompletableFuture<byte[]>> responses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Update update = adding("one", "x" + i);
      update.absent(name("one"));
      update.setTSIG(lab.key(UpdateLab.KEY));
      responses.add(lab.submit(update.toWire(65_535)));
    }
    lab.start();
    List<Integer> rcodes =
        responses.stream().map(it -> DnsLab.parse(it.join()).getRcode()).toList();
    assertThat(rcodes.get(0)).isEqualTo(Rcode.NOERROR);
    assertThat(rcodes.subList(1, 10)).containsOnly(Rcode.YXDOMAIN);
    assertThat(lab.look("one", "TXT")).isEqualTo("60 TXT \"x0\"");
  }

  @Test
  void anotherConfigurationKeepsThemAndHidesWhatItNamesItself() {
    assertThat(add("one", "x")).isEqualTo("NOERROR");
    assertThat(add("two", "x")).isEqualTo("NOERROR");
    StaticRecord ours =
        new StaticRecord(
            "one.lab.example",
            RecordData.Kind.A,
            List.of(new RecordData.Address(Ipv4Address.parse("10.77.0.9"))),
            Optional.empty());
    Runnable reload = prepare(UpdateLab.zone(ours));
    assertThat(add("three", "meanwhile")).isEqualTo("NOERROR");
    reload.run();
    assertThat(lab.look("one", "TXT")).isEqualTo("NODATA");
    assertThat(lab.look("one", "A")).isEqualTo("60 A 10.77.0.9");
    assertThat(lab.look("two", "TXT")).isEqualTo("60 TXT \"x\"");
    assertThat(lab.look("three", "TXT")).isEqualTo("60 TXT \"meanwhile\"");
    assertThat(add("one", "y")).isEqualTo("REFUSED");

    prepare(UpdateLab.zone()).run();
    assertThat(lab.look("one", "TXT")).isEqualTo("60 TXT \"x\"");
  }

  private Runnable prepare(ZoneDefinition definition) {
    return lab.dns.service.prepare(
        definition, UpdateLab.access(), new ConfiguredNodes(List.of()), List::of);
  }

  @Test
  void aJournalOfSomethingElseIsNotTakenForOne() throws IOException {
    Files.createDirectories(journal.getParent());
    Files.writeString(journal, "something else\n", StandardOpenOption.CREATE);
    restart();
    assertThat(lab.look("one", "TXT")).isEqualTo("NXDOMAIN");
    assertThat(add("one", "x")).isEqualTo("NOERROR");
  }
}

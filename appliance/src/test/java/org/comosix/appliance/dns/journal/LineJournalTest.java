package org.comosix.appliance.dns.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineJournalTest {

  private final Path directory;

  LineJournalTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path file() {
    return directory.resolve("made/one.journal");
  }

  private List<String> read() throws IOException {
    List<String> lines = new ArrayList<>();
    LineJournal.open(file(), lines::add).close();
    return lines;
  }

  private void append(String... lines) throws IOException {
    try (LineJournal journal = LineJournal.open(file(), line -> {})) {
      journal.append(List.of(lines), true);
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    append("one", "two");
    append("three");

    assertThat(read()).containsExactly("one", "two", "three");
  }

  @Test
  void aLineCutAnywhereIsLeftOutAndTheNextOneIsWhole() throws IOException {
    append("one", "two");
    byte[] whole = Files.readAllBytes(file());
    int first = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;

    for (int length = first; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      append("three");

      assertThat(read()).as("cut at " + length).containsExactly("one", "three");
    }
  }

  @Test
  void aDamagedLineIsLeftOutAlone() throws IOException {
    append("one", "two", "three");
    String text = Files.readString(file());
    Files.writeString(file(), text.replace("two", "twO"));

    assertThat(read()).containsExactly("one", "three");
  }

  @Test
  void aFileIsWrittenAnewWithLessInIt() throws IOException {
    try (LineJournal journal = LineJournal.open(file(), line -> {})) {
      journal.append(List.of("one", "two"), false);
      journal.rewrite(List.of("two"));
      journal.append(List.of("three"), true);
      assertThat(journal.lines()).isEqualTo(2);
    }

    assertThat(read()).containsExactly("two", "three");
  }
}

package org.comosix.appliance.dns.accept;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.OwnedRrset;
import org.comosix.appliance.dns.RecordStore;
import org.comosix.appliance.dns.RrsetChange;
import org.comosix.appliance.dns.journal.LineJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What updates changed, on disk. One thread, which must not be interrupted. */
final class UpdateJournal implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(UpdateJournal.class);

  /** The file is written anew when it has this many lines, and twice as many as it needs. */
  private static final int LEAST_LINES = 1000;

  private final Path file;
  private Optional<LineJournal> journal = Optional.empty();

  UpdateJournal(Path file) {
    this.file = file;
  }

  /**
   * Tells what is in the file, and leaves it as it is; nothing where there is none.
   *
   * @throws IOException it cannot be read
   */
  RecordStore read() throws IOException {
    RecordStore store = new RecordStore();
    if (Files.exists(file)) {
      long damaged = LineJournal.read(file, line -> UpdateLine.apply(line, store));
      if (damaged > 0) {
        log.atError()
            .addKeyValue("file", file)
            .addKeyValue("lines", damaged)
            .addKeyValue("remedy", "compare the records with those who wrote them")
            .log("dns.accept-journal-damaged");
      }
    }
    return store;
  }

  /**
   * Forces updates to the disk, all at once.
   *
   * @param updates each as it changed {@code store}, which has all of them
   * @throws IOException none of them is there
   */
  void append(List<List<RrsetChange>> updates, RecordStore store) throws IOException {
    LineJournal open = open();
    if (open.isBroken() || open.lines() > LEAST_LINES) {
      List<OwnedRrset> all = store.all();
      if (open.isBroken() || open.lines() > 2L * all.size()) {
        open.rewrite(
            all.stream()
                .map(rrset -> UpdateLine.write(List.of(RrsetChange.added(rrset))))
                .toList());
        return;
      }
    }
    open.append(updates.stream().map(UpdateLine::write).toList(), true);
  }

  /** Not before there is something to write: another process may be at it until then. */
  private LineJournal open() throws IOException {
    if (journal.isEmpty()) {
      journal = Optional.of(LineJournal.open(file, line -> {}));
    }
    return journal.get();
  }

  @Override
  public void close() throws IOException {
    if (journal.isPresent()) {
      journal.get().close();
    }
  }
}

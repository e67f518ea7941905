package org.comosix.appliance.lease;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comosix.appliance.domain.Lease;

/** Where leases survive. Used by one thread; each address's last record is the one that counts. */
public interface LeaseJournal extends AutoCloseable {

  /**
   * Reads everything that is good and hands out each address's last lease, once, before the first
   * append.
   *
   * @throws LeaseJournalException the journal cannot be read
   */
  void replay(Consumer<Lease> leases);

  /**
   * Why nothing can be made durable, as far as that is known without trying; after {@link #replay}.
   */
  default Optional<String> problem() {
    return Optional.empty();
  }

  /**
   * Makes a batch durable: after return it survives a power cut. After an exception none of it
   * counts.
   *
   * @param all every lease as it stands with this batch, asked only when the journal is written
   *     anew; called on this thread, the result does not change afterwards
   * @throws LeaseJournalException the batch is not durable
   */
  void append(List<Lease> batch, Supplier<Collection<Lease>> all);

  /**
   * After a failure: tries whether batches can be made durable again.
   *
   * @param all as for {@link #append}
   * @throws LeaseJournalException they cannot
   */
  default void recover(Supplier<Collection<Lease>> all) {
    append(List.of(), all);
  }

  /**
   * Where what is on disk is damaged: goes on with these leases in a new file. The damaged one is
   * kept.
   *
   * @param all as for {@link #append}
   * @return where the damaged file is now; empty when there was no damage
   * @throws LeaseJournalException nothing changed
   */
  default Optional<Path> repair(Supplier<Collection<Lease>> all) {
    return Optional.empty();
  }

  @Override
  void close();
}

package org.comosix.appliance.lease;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comosix.appliance.domain.Lease;

/** Where leases survive. Used by one thread; each address's last record is the one that counts. */
public interface LeaseJournal extends AutoCloseable {

  /**
   * Reads everything, once, before the first append.
   *
   * @throws LeaseJournalException the journal cannot be read or is damaged
   */
  void replay(Consumer<Lease> leases);

  /**
   * Makes a batch durable: after return it survives a power cut. After an exception none of it
   * counts.
   *
   * @param all every lease as it stands with this batch, asked only when the journal is written
   *     anew; called on this thread, the result does not change afterwards
   * @throws LeaseJournalException the batch is not durable
   */
  void append(List<Lease> batch, Supplier<Collection<Lease>> all);

  @Override
  void close();
}

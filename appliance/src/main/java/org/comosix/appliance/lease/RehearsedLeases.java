package org.comosix.appliance.lease;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comosix.appliance.domain.Lease;

/** A journal that keeps nothing: for trying out what a book would do with these leases. */
public final class RehearsedLeases implements LeaseJournal {

  private final Collection<Lease> leases;

  public RehearsedLeases(Collection<Lease> leases) {
    this.leases = List.copyOf(leases);
  }

  @Override
  public void replay(Consumer<Lease> consumer) {
    leases.forEach(consumer);
  }

  @Override
  public void append(List<Lease> batch, Supplier<Collection<Lease>> all) {
    // What is decided here is told to nobody.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}

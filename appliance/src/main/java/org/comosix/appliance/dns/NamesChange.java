package org.comosix.appliance.dns;

import java.util.Optional;
import org.comosix.appliance.domain.MacAddress;

/**
 * What our zones say of one machine becomes something else. The names are made when they are asked
 * for, so that the lease thread only passes this on. Immutable.
 */
public final class NamesChange {

  private final NameChange change;
  private final NodeRecords records;

  NamesChange(NameChange change, NodeRecords records) {
    this.change = change;
    this.records = records;
  }

  public MacAddress machine() {
    return change.machine();
  }

  /** Whether the machine had no name before. */
  public boolean isNew() {
    return change.before().isEmpty();
  }

  /** Whether it has none any more. */
  public boolean isEnd() {
    return change.after().isEmpty();
  }

  public Optional<MachineNames> after() {
    return change.after().map(this::names);
  }

  private MachineNames names(GrantedName granted) {
    return records.namesOf(change.machine(), granted);
  }
}

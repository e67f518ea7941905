package org.comosix.appliance.dns;

import java.util.Optional;

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

  public Optional<MachineNames> before() {
    return change.before().map(this::names);
  }

  public Optional<MachineNames> after() {
    return change.after().map(this::names);
  }

  private MachineNames names(GrantedName granted) {
    return records.namesOf(change.machine(), granted);
  }
}

package org.comosix.appliance.control.leases;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;

/** All that the command line does with leases, wherever they are. One thread. */
public interface LeaseDesk extends AutoCloseable {

  /** Every lease that is known, ended ones too, by address. */
  List<Lease> all() throws IOException, ControlRefusedException;

  /** Ends the lease held at an address; the lease as it was, or empty when nobody has it. */
  Optional<Lease> release(Ipv4Address address) throws IOException, ControlRefusedException;

  /** Takes in leases, or with {@code dryRun} only says what would become of them. */
  List<Adoption> adopt(List<Lease> leases, boolean dryRun)
      throws IOException, ControlRefusedException;

  /**
   * Goes on without what is lost in a damaged journal.
   *
   * @return where the damaged file is now; empty when there was no damage
   */
  Optional<Path> repair() throws IOException, ControlRefusedException;

  @Override
  void close() throws IOException;
}

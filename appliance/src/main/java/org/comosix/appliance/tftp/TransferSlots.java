package org.comosix.appliance.tftp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * The transfers that are going on, at most so many, by the client's port. Any thread.
 *
 * @param <T> a transfer
 */
public final class TransferSlots<T> {

  /** A client's end of a transfer, its TID in RFC 1350's words. */
  public record Port(Ipv4Address address, int port) {}

  private final TftpLimits limits;
  private final Map<Port, T> transfers = new HashMap<>();
  private final Map<Ipv4Address, Integer> ofClient = new HashMap<>();

  public TransferSlots(TftpLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes a slot, in place of the transfer that this port had before.
   *
   * @param isSame whether a transfer is the very one that is asked for again
   * @return the transfer that was superseded; or why there is no slot
   */
  public synchronized Admission<T> admit(Port port, T transfer, Predicate<T> isSame) {
    Optional<T> before = Optional.ofNullable(transfers.get(port));
    if (before.filter(isSame).isPresent()) {
      return new Admission<>(Optional.of(TftpEvent.DUPLICATE_REQUEST), Optional.empty());
    }
    if (before.isEmpty() && transfers.size() >= limits.transfers()) {
      return new Admission<>(Optional.of(TftpEvent.TOO_MANY_TRANSFERS), Optional.empty());
    }
    if (before.isEmpty()
        && ofClient.getOrDefault(port.address(), 0) >= limits.transfersOfClient()) {
      return new Admission<>(Optional.of(TftpEvent.TOO_MANY_TRANSFERS_OF_CLIENT), Optional.empty());
    }
    transfers.put(port, transfer);
    if (before.isEmpty()) {
      ofClient.merge(port.address(), 1, Integer::sum);
    }
    return new Admission<>(Optional.empty(), before);
  }

  /** Gives the slot back, if this transfer still has it. */
  public synchronized void release(Port port, T transfer) {
    if (transfers.remove(port, transfer)) {
      ofClient.computeIfPresent(port.address(), (address, count) -> count > 1 ? count - 1 : null);
    }
  }

  public synchronized List<T> all() {
    return new ArrayList<>(transfers.values());
  }

  /**
   * Whether there is a slot.
   *
   * @param refused why there is none
   * @param superseded the transfer that lost its slot
   */
  public record Admission<T>(Optional<TftpEvent> refused, Optional<T> superseded) {}
}

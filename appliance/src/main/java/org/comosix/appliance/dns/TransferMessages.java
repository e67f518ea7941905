package org.comosix.appliance.dns;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.codec.Query;
import org.comosix.appliance.dns.codec.ResponseEncoder;
import org.comosix.appliance.dns.tsig.ResponseSigner;

/**
 * The messages of one zone transfer, each made when it is asked for: a client that takes them
 * slowly costs no memory. Not for several threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5936#section-2.2">RFC 5936, section 2.2</a>
 */
public final class TransferMessages implements AutoCloseable {

  /** Octets of a message; a client that cannot keep up holds one. */
  static final int SIZE = 16_384;

  private final Query query;
  private final Iterator<byte[]> records;
  private final ResponseSigner signer;
  private final InstantSource clock;
  private final Runnable whenClosed;
  private Optional<byte[]> ahead = Optional.empty();
  private boolean first = true;
  private boolean closed;

  TransferMessages(
      Query query,
      Iterator<byte[]> records,
      ResponseSigner signer,
      InstantSource clock,
      Runnable whenClosed) {
    this.query = query;
    this.records = records;
    this.signer = signer;
    this.clock = clock;
    this.whenClosed = whenClosed;
  }

  /** The next message, without the length that TCP puts before it; empty when all are out. */
  public Optional<byte[]> next() {
    if (ahead.isEmpty() && !records.hasNext()) {
      return Optional.empty();
    }
    int room = SIZE - ResponseEncoder.transferOverhead(query) - signer.room();
    List<byte[]> taken = new ArrayList<>();
    // One at least: a record may be as long as a message.
    Optional<byte[]> record = ahead.or(this::one);
    while (record.isPresent() && (taken.isEmpty() || record.get().length <= room)) {
      taken.add(record.get());
      room -= record.get().length;
      record = one();
    }
    ahead = record;
    byte[] message = ResponseEncoder.encodeTransfer(query, first, taken);
    first = false;
    return Optional.of(signer.sign(message, clock.instant().getEpochSecond()));
  }

  private Optional<byte[]> one() {
    return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
  }

  /** Whether it ended or was given up; may be called again. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      whenClosed.run();
    }
  }
}

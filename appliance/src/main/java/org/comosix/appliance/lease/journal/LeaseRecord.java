package org.comosix.appliance.lease.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/**
 * One lease in the journal, big-endian:
 *
 * <pre>
 * address 4 | mac 6 | state and role 1 | start 8 | end 8 | last message 8   (seconds since 1970)
 * length of client 1 | client | length of name 1, 0 for none | name in ASCII
 * </pre>
 */
final class LeaseRecord {

  /** No record is shorter: a client of two bytes, no name. */
  static final int MIN_LENGTH = 35 + 1 + 2 + 1;

  /** No record is longer. */
  static final int MAX_LENGTH = 35 + 1 + ClientId.MAX_LENGTH + 1 + NodeName.MAX_LENGTH;

  /** On disk; never to be changed, only added to. */
  private static final LeaseState[] STATES = {
    LeaseState.BOUND, LeaseState.RELEASED, LeaseState.EXPIRED, LeaseState.DECLINED
  };

  /** Beside the state; without it the machine is a node, as all were in the first journals. */
  private static final int HOST = 0x80;

  private LeaseRecord() {}

  static void write(Lease lease, ByteBuffer to) {
    to.putInt(lease.address().bits()).put(lease.mac().octets()).put(code(lease));
    to.putLong(lease.start().getEpochSecond())
        .putLong(lease.end().getEpochSecond())
        .putLong(lease.lastMessage().getEpochSecond());
    text(lease.client().octets(), to);
    text(lease.name().map(NodeName::value).orElse("").getBytes(StandardCharsets.US_ASCII), to);
  }

  /**
   * Reads one record.
   *
   * @throws IllegalArgumentException it is not one, whatever its checksum says
   */
  static Lease read(ByteBuffer from) {
    try {
      Ipv4Address address = new Ipv4Address(from.getInt());
      MacAddress mac = MacAddress.of(octets(from, MacAddress.LENGTH));
      byte code = from.get();
      LeaseState state = state((byte) (code & ~HOST));
      Instant start = Instant.ofEpochSecond(from.getLong());
      Instant end = Instant.ofEpochSecond(from.getLong());
      Instant lastMessage = Instant.ofEpochSecond(from.getLong());
      ClientId client = ClientId.of(octets(from, from.get() & 0xff));
      String name = new String(octets(from, from.get() & 0xff), StandardCharsets.US_ASCII);
      return new Lease(
          address,
          client,
          mac,
          name.isEmpty() ? Optional.empty() : Optional.of(new NodeName(name)),
          state,
          start,
          end,
          lastMessage,
          (code & HOST) != 0 ? MachineRole.HOST : MachineRole.NODE);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the record ends early", e);
    }
  }

  private static byte code(Lease lease) {
    LeaseState state = lease.state();
    int role = lease.role() == MachineRole.HOST ? HOST : 0;
    for (int i = 0; i < STATES.length; i++) {
      if (STATES[i] == state) {
        return (byte) (i | role);
      }
    }
    throw new IllegalArgumentException("a lease that is " + state + " is not written to disk");
  }

  private static LeaseState state(byte code) {
    if (code < 0 || code >= STATES.length) {
      throw new IllegalArgumentException("no lease state has the number " + code);
    }
    return STATES[code];
  }

  private static void text(byte[] octets, ByteBuffer to) {
    to.put((byte) octets.length).put(octets);
  }

  private static byte[] octets(ByteBuffer from, int length) {
    byte[] octets = new byte[length];
    from.get(octets);
    return octets;
  }
}

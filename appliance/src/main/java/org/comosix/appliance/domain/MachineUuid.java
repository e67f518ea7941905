package org.comosix.appliance.domain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * The UUID that firmware has for a machine (SMBIOS, system information), as a person reads it.
 *
 * <p>Clients disagree about its byte order: ROMs and EDK2 send SMBIOS's own bytes, in which the
 * first three fields are little-endian, iPXE sends them in network order. So one machine has two
 * readings, and {@link #otherReading()} turns one into the other.
 */
public record MachineUuid(UUID value) {

  private static final String FORM =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

  public static final int LENGTH = 16;

  public MachineUuid {
    if (isAll(value, 0) || isAll(value, -1)) {
      throw new IllegalArgumentException(
          "a UUID of zeros or ones only is a firmware without one, not a machine: " + value);
    }
  }

  /**
   * Reads {@code 4c4c4544-0042-3510-8052-b4c04f4a3132}, as dmidecode and iPXE show it.
   *
   * @throws IllegalArgumentException another form
   */
  public static MachineUuid parse(String text) {
    if (!text.matches(FORM)) {
      throw new IllegalArgumentException(
          "expected a UUID such as 4c4c4544-0042-3510-8052-b4c04f4a3132, not \"" + text + "\"");
    }
    return new MachineUuid(UUID.fromString(text));
  }

  /**
   * From bytes in network order.
   *
   * @throws IllegalArgumentException not 16 bytes, or all of them alike
   */
  public static MachineUuid of(byte[] octets) {
    if (octets.length != LENGTH) {
      throw new IllegalArgumentException("a UUID has 16 bytes, not " + octets.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(octets);
    return new MachineUuid(new UUID(bytes.getLong(), bytes.getLong()));
  }

  /** The same sixteen bytes with the byte order of the first three fields turned round. */
  public MachineUuid otherReading() {
    ByteBuffer big = ByteBuffer.allocate(Long.BYTES).putLong(0, value.getMostSignificantBits());
    ByteBuffer little = big.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long turned =
        ((long) little.getInt(0) << 32)
            | ((little.getShort(4) & 0xffffL) << 16)
            | (little.getShort(6) & 0xffffL);
    return new MachineUuid(new UUID(turned, value.getLeastSignificantBits()));
  }

  private static boolean isAll(UUID uuid, long bits) {
    return uuid.getMostSignificantBits() == bits && uuid.getLeastSignificantBits() == bits;
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

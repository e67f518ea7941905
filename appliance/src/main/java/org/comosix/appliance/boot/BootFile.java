package org.comosix.appliance.boot;

import java.nio.file.Path;
import java.time.Instant;
import org.comosix.appliance.domain.BootStage;

/**
 * A named file that a client may fetch by TFTP or HTTP.
 *
 * @param size bytes
 * @param modified for Last-Modified and ETag
 * @param stage which boot step a complete transfer of it means
 */
public record BootFile(String name, long size, Instant modified, BootStage stage, Content content) {

  /** Where the bytes lie. */
  public sealed interface Content {}

  /**
   * {@code size} bytes of a file from {@code offset}: what sendfile takes. The bytes never change.
   */
  public record Region(Path file, long offset) implements Content {}

  /** Generated, small. The array is not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Bytes(byte[] bytes) implements Content {}
}

package org.comosix.appliance.tftp.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of a transfer. Blocks on the disk: never called on an event loop. One thread at a time.
 */
interface BlockSource extends AutoCloseable {

  /**
   * Exactly these bytes.
   *
   * @throws IOException the disk failed, or the file became shorter
   */
  ByteBuffer read(long offset, int length) throws IOException;

  @Override
  void close();
}

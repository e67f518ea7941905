package org.comosix.appliance.tftp;

import java.time.Duration;

/**
 * What clients may ask for and how much of the server they may hold.
 *
 * @param blockSize the largest blksize, bytes of data in a DATA packet
 * @param windowSize the largest windowsize, packets before an ACK
 * @param retransmissions of one window or OACK, before the client counts as gone
 * @param firstTimeout before the first retransmission; doubles up to {@code lastTimeout}, unless
 *     the client asked for a fixed one
 * @param lastTimeout also the longest that a client may ask for
 * @param lifetime of one transfer, however slow its client
 * @param transfers at one time
 * @param transfersOfClient at one time from one address
 * @param netasciiBytes the largest file converted to netascii, which is done in memory
 */
public record TftpLimits(
    int blockSize,
    int windowSize,
    int retransmissions,
    Duration firstTimeout,
    Duration lastTimeout,
    Duration lifetime,
    int transfers,
    int transfersOfClient,
    int netasciiBytes) {

  /**
   * 1468 bytes fill an Ethernet frame without IP fragments (20 IP, 8 UDP, 4 TFTP). 32 packets are
   * 46 KiB in flight, which a ROM's receive ring just about takes.
   */
  public static final TftpLimits DEFAULT =
      new TftpLimits(
          1468,
          32,
          6,
          Duration.ofSeconds(1),
          Duration.ofSeconds(8),
          Duration.ofMinutes(30),
          512,
          8,
          128 * 1024);

  public TftpLimits {
    if (blockSize < TftpOptions.MIN_BLOCK_SIZE || blockSize > TftpOptions.MAX_BLOCK_SIZE) {
      throw new IllegalArgumentException("a block has 8 to 65464 bytes, not " + blockSize);
    }
    // Half of the block numbers: an ACK must not be taken for one of the window before.
    if (windowSize < 1 || windowSize > 32_767) {
      throw new IllegalArgumentException("a window has 1 to 32767 blocks, not " + windowSize);
    }
  }
}

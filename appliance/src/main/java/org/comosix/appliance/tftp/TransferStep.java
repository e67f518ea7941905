package org.comosix.appliance.tftp;

import java.util.Map;

/** What a transfer does next. */
public sealed interface TransferStep {

  /** Send the OACK. */
  record SendOptions(Map<String, String> options) implements TransferStep {}

  /**
   * Send {@code count} blocks.
   *
   * @param first counted from 1 without roll-over
   */
  record SendBlocks(long first, int count) implements TransferStep {}

  /** Do nothing; {@code why} is counted. */
  record Ignore(TftpEvent why) implements TransferStep {}

  /** It is early: do nothing until the deadline. */
  record Wait() implements TransferStep {}

  /**
   * It is over.
   *
   * @param how COMPLETE, SIZE_PROBE, or why it failed
   * @param detail for people
   */
  record End(TftpEvent how, String detail) implements TransferStep {}
}

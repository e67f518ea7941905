package org.comosix.appliance.tftp;

import static org.comosix.appliance.tftp.TftpEvent.CLIENT_ERROR;
import static org.comosix.appliance.tftp.TftpEvent.COMPLETE;
import static org.comosix.appliance.tftp.TftpEvent.DUPLICATE_ACK;
import static org.comosix.appliance.tftp.TftpEvent.GAP_IN_WINDOW;
import static org.comosix.appliance.tftp.TftpEvent.SIZE_PROBE;
import static org.comosix.appliance.tftp.TftpEvent.STALE_ACK;
import static org.comosix.appliance.tftp.TftpEvent.TIMED_OUT;
import static org.comosix.appliance.tftp.TftpEvent.TOO_LONG;

import java.time.Duration;
import java.time.Instant;

/**
 * One file on its way to one client: which blocks to send when. Knows neither bytes nor sockets.
 *
 * <p>Blocks are counted from 1 without limit; on the wire the number is its low 16 bits, so that it
 * rolls over from 65 535 to 0. Not thread-safe: lives on its transfer's event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1350">RFC 1350</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7440#section-4">RFC 7440, section 4</a>
 */
public final class TftpTransfer {

  private static final int BLOCK_MASK = 0xffff;

  /** RFC 2347: "terminate transfer due to option negotiation". */
  private static final int OPTION_ERROR = 8;

  /** Longer than the packets of a window are apart, on any line that is not worse than slow. */
  private static final Duration QUIET = Duration.ofMillis(20);

  private final long size;
  private final TftpOptions options;
  private final TftpLimits limits;
  private final Instant end;
  private final long lastBlock;

  private boolean negotiating;

  /** The last block the client has, 0 for none: it and all before it arrived. */
  private long acknowledged;

  /** The last block of the window on its way. */
  private long sent;

  /**
   * The blocks up to {@link #acknowledged} were sent more than once, so their ACK may come again.
   */
  private boolean echoExpected;

  /** The window on its way was sent more than once. */
  private boolean windowRepeated;

  /** The client told of a gap; at the deadline the window is sent anew from there. */
  private boolean recovering;

  private int retransmissions;
  private Duration timeout;
  private Instant deadline;

  public TftpTransfer(long size, TftpOptions options, TftpLimits limits, Instant now) {
    this.size = size;
    this.options = options;
    this.limits = limits;
    this.end = now.plus(limits.lifetime());
    // A file whose size is a multiple of the block size ends with an empty block.
    this.lastBlock = size / options.blockSize() + 1;
    this.timeout = options.timeout().orElse(limits.firstTimeout());
    this.deadline = now;
  }

  /** The first packet or packets: an OACK if options were accepted, else data. */
  public TransferStep start(Instant now) {
    negotiating = !options.accepted().isEmpty();
    return negotiating ? sendOptions(now) : nextWindow(now);
  }

  /**
   * An ACK arrived.
   *
   * @param block as on the wire
   */
  public TransferStep acknowledged(int block, Instant now) {
    if (negotiating) {
      if (block != 0) {
        return new TransferStep.Ignore(STALE_ACK);
      }
      negotiating = false;
      // A second OACK on its way brings a second ACK of block 0.
      echoExpected = retransmissions > 0;
      return nextWindow(now);
    }
    int ahead = (int) (block - acknowledged) & BLOCK_MASK;
    if (ahead == 0) {
      return acknowledgedAgain(now);
    }
    if (ahead > sent - acknowledged) {
      return new TransferStep.Ignore(STALE_ACK);
    }
    acknowledged += ahead;
    if (acknowledged == lastBlock) {
      return new TransferStep.End(COMPLETE, size + " bytes");
    }
    if (acknowledged < sent) {
      return recoverSoon(now);
    }
    echoExpected = windowRepeated;
    return nextWindow(now);
  }

  /**
   * The same ACK again. In lock-step it is never answered: that is the sorcerer's apprentice (RFC
   * 1123, section 4.2.3.1). In a window it says that the window's first block was lost (RFC 7440),
   * unless blocks were sent twice and the echo is to be expected; heeded once for a window.
   */
  private TransferStep acknowledgedAgain(Instant now) {
    boolean tellsOfLoss = options.windowSize() > 1 && !echoExpected && !windowRepeated;
    return tellsOfLoss ? recoverSoon(now) : new TransferStep.Ignore(DUPLICATE_ACK);
  }

  /**
   * A gap: the client has blocks up to {@link #acknowledged} and misses the next. What is behind it
   * is sent again, but not at once: the rest of the window is still arriving and makes the client
   * say the same for every packet, and windows sent for each would multiply.
   */
  private TransferStep recoverSoon(Instant now) {
    recovering = true;
    Instant quiet = now.plus(QUIET);
    deadline = deadline.isBefore(quiet) ? deadline : quiet;
    return new TransferStep.Ignore(GAP_IN_WINDOW);
  }

  /** The client sent an ERROR: it ends the transfer and is never answered. */
  public TransferStep refused(int code, String message) {
    if (negotiating && code == OPTION_ERROR) {
      return new TransferStep.End(SIZE_PROBE, "only the size was wanted");
    }
    return new TransferStep.End(
        CLIENT_ERROR, "the client ended it at " + progress() + ": error " + code + " " + message);
  }

  /** Time has passed. */
  public TransferStep tick(Instant now) {
    if (!now.isBefore(end)) {
      return new TransferStep.End(
          TOO_LONG, "still at " + progress() + " after " + limits.lifetime());
    }
    if (now.isBefore(deadline)) {
      return new TransferStep.Wait();
    }
    if (recovering) {
      nextWindow(now);
      return repeatWindow(now);
    }
    if (retransmissions == limits.retransmissions()) {
      return new TransferStep.End(TIMED_OUT, "no answer at " + progress());
    }
    retransmissions++;
    if (options.timeout().isEmpty()) {
      timeout = min(timeout.multipliedBy(2), limits.lastTimeout());
    }
    return negotiating ? sendOptions(now) : repeatWindow(now);
  }

  /** When {@link #tick} is due. */
  public Instant deadline() {
    return deadline.isBefore(end) ? deadline : end;
  }

  /** Nothing but the client's first packet has been seen: the same request is a repetition. */
  public boolean isFresh() {
    return acknowledged == 0;
  }

  public boolean isNegotiating() {
    return negotiating;
  }

  public long offsetOf(long block) {
    return (block - 1) * options.blockSize();
  }

  /** From 0 to the block size. */
  public int lengthOf(long block) {
    return (int) Math.min(options.blockSize(), size - offsetOf(block));
  }

  public static int wireNumber(long block) {
    return (int) (block & BLOCK_MASK);
  }

  /** {@code block 5 of 51}. */
  public String progress() {
    return negotiating ? "the options" : "block " + (acknowledged + 1) + " of " + lastBlock;
  }

  private TransferStep sendOptions(Instant now) {
    deadline = now.plus(timeout);
    return new TransferStep.SendOptions(options.accepted());
  }

  private TransferStep nextWindow(Instant now) {
    retransmissions = 0;
    recovering = false;
    timeout = options.timeout().orElse(limits.firstTimeout());
    windowRepeated = false;
    sent = Math.min(acknowledged + options.windowSize(), lastBlock);
    return sendWindow(now);
  }

  private TransferStep repeatWindow(Instant now) {
    windowRepeated = true;
    return sendWindow(now);
  }

  private TransferStep sendWindow(Instant now) {
    deadline = now.plus(timeout);
    return new TransferStep.SendBlocks(acknowledged + 1, (int) (sent - acknowledged));
  }

  private static Duration min(Duration left, Duration right) {
    return left.compareTo(right) <= 0 ? left : right;
  }
}

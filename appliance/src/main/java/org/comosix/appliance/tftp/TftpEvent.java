package org.comosix.appliance.tftp;

/** What is counted. */
public enum TftpEvent {
  /** A transfer began. */
  STARTED,
  /** The last block was acknowledged. */
  COMPLETE,
  /** The client refused our OACK after it had learned the size: EDK2 does so before each file. */
  SIZE_PROBE,
  /** A window or an OACK was sent again. */
  RETRANSMISSION,

  /** An ACK told that a block of a window was lost; what follows is sent again after a moment. */
  GAP_IN_WINDOW,

  /** Not a TFTP packet. */
  MALFORMED,
  /** A packet that no client sends to this port. */
  UNEXPECTED_PACKET,
  /** The request of a transfer that has only just begun came again. */
  DUPLICATE_REQUEST,
  /** The server holds as many transfers as it may; the client will ask again. */
  TOO_MANY_TRANSFERS,
  /** This client holds as many transfers as it may. */
  TOO_MANY_TRANSFERS_OF_CLIENT,
  /** The ACK of what was acknowledged before: answering each would double every packet for ever. */
  DUPLICATE_ACK,
  /** An ACK of a block that is not on its way. */
  STALE_ACK,

  /** Error 1. */
  NO_SUCH_FILE,
  /** Error 2: we only give. */
  WRITE_REFUSED,
  /** Error 4: neither octet nor netascii. */
  UNKNOWN_MODE,
  /** Error 4: too large to be converted. */
  NETASCII_TOO_LARGE,

  /** The client sent an ERROR. */
  CLIENT_ERROR,
  /** The client's port is closed (ICMP). */
  CLIENT_GONE,
  /** No answer to any retransmission. */
  TIMED_OUT,
  /** The transfer took longer than its lifetime. */
  TOO_LONG,
  /** The same port of the client began another transfer. */
  SUPERSEDED,
  /** Our disk failed, or the file became shorter. */
  CONTENT_UNREADABLE,
  /** We could not open a socket for the transfer. */
  NO_SOCKET,
  /** The server was shut down. */
  SERVER_CLOSED
}

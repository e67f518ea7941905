package org.comosix.appliance.dns;

/** Each way in which a message gets no answer, or a connection is ended by us. */
public enum DropReason {
  /** Not even an identifier to answer to. */
  SHORTER_THAN_A_HEADER,
  /** QR is set: answering answers is how two servers talk forever. */
  IS_A_RESPONSE,
  /** A fault of ours, logged with the query. */
  OUR_FAULT,
  /** The socket takes no more; resolvers ask again. */
  SEND_BUFFER_FULL,
  /** Nobody can be answered at port 0. */
  NO_SOURCE_PORT,
  /** As many TCP connections as we keep at one time (RFC 7766, section 6.2.2). */
  TOO_MANY_CONNECTIONS,
  /** As many TCP connections as one client may have. */
  TOO_MANY_CONNECTIONS_OF_ONE_CLIENT,
  /** More queries behind a zone transfer than we keep. */
  TOO_MANY_QUERIES_WAITING,
  /** No whole query came within the idle time (RFC 7766, section 6.2.3). */
  IDLE_CONNECTION
}

package org.comosix.appliance.http;

/** What is counted. */
public enum HttpEvent {
  /** A connection was taken. */
  CONNECTION,
  /** A request was answered, whatever the status. */
  REQUEST,
  /** The whole of a boot file was sent. */
  FILE_SENT,
  /** Status 4xx. */
  CLIENT_ERROR,
  /** Status 5xx. */
  SERVER_ERROR,

  /** Closed at once: the server holds as many connections as it may. */
  TOO_MANY_CONNECTIONS,
  /** Closed at once: this client holds as many connections as it may. */
  TOO_MANY_CONNECTIONS_OF_CLIENT,
  /** 429: this client asked too often in one second. */
  TOO_MANY_REQUESTS,
  /** Not HTTP, or its line, headers or body are too long. */
  MALFORMED,
  /** No request came in time; ordinary after the last one. */
  IDLE,
  /** The client took too little for too long. */
  STALLED,
  /** The client went away in the middle of an answer. */
  BROKEN_OFF,
  /** Our disk failed, or the file became shorter. */
  CONTENT_UNREADABLE
}

package org.comosix.appliance.http;

import java.time.Duration;

/**
 * How much of the server clients may hold.
 *
 * @param connections at one time
 * @param connectionsOfClient at one time from one address
 * @param requestsPerSecond from one address
 * @param requestLine bytes of the request line
 * @param headerBytes of all headers together
 * @param bodyBytes of a request
 * @param requestTime from the connection, or the last answer, to the next request's last byte
 * @param pieceTime in which a client must take one piece of 1 MiB of an answer
 */
public record HttpLimits(
    int connections,
    int connectionsOfClient,
    int requestsPerSecond,
    int requestLine,
    int headerBytes,
    int bodyBytes,
    Duration requestTime,
    Duration pieceTime) {

  /** 1 MiB in two minutes is 9 KiB/s: what 1000 nodes share of one 100 Mbit/s link. */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          2048, 64, 200, 4096, 8192, 16 * 1024, Duration.ofSeconds(30), Duration.ofMinutes(2));
}

package org.comosix.appliance.http;

import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * One request.
 *
 * @param target the request target as it came
 * @param headers names in lower case; a header that came twice is joined by commas (RFC 9110,
 *     section 5.3)
 * @param server our address as the client reached it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpQuery(
    String method,
    String target,
    Map<String, String> headers,
    byte[] body,
    Ipv4Address server,
    Ipv4Address client) {

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** GET or HEAD, which differ in the body of the answer only. */
  boolean reads() {
    return method.equals("GET") || isHead();
  }
}

package org.comosix.appliance.dns.codec;

import java.util.List;

/**
 * What to say to a query, before it is bytes.
 *
 * @param authoritative the AA bit
 */
public record Response(
    Rcode rcode,
    boolean authoritative,
    List<Rrset> answer,
    List<Rrset> authority,
    List<Rrset> additional) {

  public static Response answer(List<Rrset> answer, List<Rrset> additional) {
    return new Response(Rcode.NOERROR, true, answer, List.of(), additional);
  }

  /** NXDOMAIN, or NODATA with NOERROR (RFC 2308, section 2). */
  public static Response negative(Rcode rcode, Rrset soa) {
    return new Response(rcode, true, List.of(), List.of(soa), List.of());
  }

  public static Response failure(Rcode rcode) {
    return new Response(rcode, false, List.of(), List.of(), List.of());
  }
}

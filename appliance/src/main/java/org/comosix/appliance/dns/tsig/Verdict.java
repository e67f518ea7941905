package org.comosix.appliance.dns.tsig;

import java.util.Optional;
import org.comosix.appliance.dns.codec.Rcode;
import org.comosix.appliance.domain.TsigKey;

/**
 * What a query's signature is worth.
 *
 * @param rcode NOERROR when it is good, else what the response must say
 * @param key of a good signature only
 */
public record Verdict(Rcode rcode, TsigError error, Optional<TsigKey> key, ResponseSigner signer) {

  /** Of a query that carries no signature. */
  public static final Verdict UNSIGNED =
      new Verdict(Rcode.NOERROR, TsigError.NONE, Optional.empty(), ResponseSigner.NONE);
}

package org.comosix.appliance.dns.tsig;

import org.comosix.appliance.dns.codec.Tsig;
import org.comosix.appliance.dns.codec.TsigWriter;
import org.comosix.appliance.dns.codec.TsigWriter.Variables;

/** Says what is wrong with the key or the signature, with nothing to sign it with (section 5.2). */
final class UnsignedError implements ResponseSigner {

  private final Tsig query;
  private final Variables variables;

  UnsignedError(Tsig query, TsigError error) {
    this.query = query;
    this.variables =
        new Variables(
            query.key(),
            query.algorithm(),
            query.timeSigned(),
            query.fudge(),
            error.number(),
            new byte[0]);
  }

  @Override
  public int room() {
    return variables.length(0);
  }

  @Override
  public byte[] sign(byte[] message, long nowSeconds) {
    return TsigWriter.append(message, variables, new byte[0], query.originalId());
  }
}

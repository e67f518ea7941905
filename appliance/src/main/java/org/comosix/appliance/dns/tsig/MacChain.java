package org.comosix.appliance.dns.tsig;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.TsigWriter;
import org.comosix.appliance.dns.codec.TsigWriter.Variables;
import org.comosix.appliance.domain.TsigKey;

/**
 * Signs each message of a response together with the MAC before it: the first one with the query's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945#section-5.3">RFC 8945, section 5.3</a>
 */
final class MacChain implements ResponseSigner {

  /** Seconds by which clocks may differ (RFC 8945, section 10). */
  static final int FUDGE = 300;

  private final TsigKey key;
  private final DomainName name;
  private final DomainName algorithm;
  private final Optional<BadTime> badTime;
  private final int error;
  private byte[] previous;
  private boolean first = true;

  /** What the client said that it signed at, and within which time. */
  record BadTime(long timeSigned, int fudge) {}

  MacChain(TsigKey key, byte[] queryMac, TsigError error, Optional<BadTime> badTime) {
    this.key = key;
    this.name = DomainName.parse(key.name());
    this.algorithm = DomainName.parse(key.algorithm().domainName());
    this.previous = queryMac;
    this.error = error.number();
    this.badTime = badTime;
  }

  @Override
  public int room() {
    return variables(0).length(mac(key).getMacLength());
  }

  @Override
  public byte[] sign(byte[] message, long nowSeconds) {
    Variables variables = variables(nowSeconds);
    Mac mac = mac(key);
    mac.update(TsigWriter.withLength(previous));
    mac.update(message);
    mac.update(first ? variables.digested() : variables.timers());
    previous = mac.doFinal();
    first = false;
    int id = (message[0] & 0xff) << Byte.SIZE | (message[1] & 0xff);
    return TsigWriter.append(message, variables, previous, id);
  }

  /** To a client whose clock is wrong its own time is said, and ours beside it (section 5.2.3). */
  private Variables variables(long nowSeconds) {
    return badTime
        .map(
            bad ->
                new Variables(
                    name,
                    algorithm,
                    bad.timeSigned(),
                    bad.fudge(),
                    error,
                    TsigWriter.time(nowSeconds)))
        .orElseGet(() -> new Variables(name, algorithm, nowSeconds, FUDGE, error, new byte[0]));
  }

  static Mac mac(TsigKey key) {
    try {
      Mac mac = Mac.getInstance(key.algorithm().jcaName());
      mac.init(new SecretKeySpec(key.secret(), key.algorithm().jcaName()));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + key.algorithm(), e);
    }
  }
}

package org.comosix.appliance.dns.tsig;

import java.security.MessageDigest;
import javax.crypto.Mac;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Tsig;
import org.comosix.appliance.dns.codec.TsigWriter;
import org.comosix.appliance.dns.codec.TsigWriter.Variables;
import org.comosix.appliance.domain.TsigKey;

/**
 * A query of ours with its signature, by which its response is known. May be sent again as long as
 * its time is near. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945#section-5.1">RFC 8945, section 5.1</a>
 */
public final class SignedQuery {

  private final TsigKey key;
  private final DomainName name;
  private final DomainName algorithm;
  private final byte[] mac;
  private final byte[] message;

  /**
   * Signs.
   *
   * @param query with the identifier that it is sent with
   * @param nowSeconds Unix time
   */
  public SignedQuery(byte[] query, TsigKey key, long nowSeconds) {
    this.key = key;
    name = DomainName.parse(key.name());
    algorithm = DomainName.parse(key.algorithm().domainName());
    Variables variables =
        new Variables(name, algorithm, nowSeconds, MacChain.FUDGE, 0, new byte[0]);
    Mac own = MacChain.mac(key);
    own.update(query);
    own.update(variables.digested());
    mac = own.doFinal();
    int id = (query[0] & 0xff) << Byte.SIZE | (query[1] & 0xff);
    message = TsigWriter.append(query, variables, mac, id);
  }

  /** With the signature; a copy. */
  public byte[] message() {
    return message.clone();
  }

  /**
   * Whether a response is to this query, from somebody with the key, and of now (section 5.3.1).
   *
   * @param response its signature
   */
  public boolean isAnsweredBy(Tsig response, long nowSeconds) {
    if (!response.key().equals(name)
        || !response.algorithm().equals(algorithm)
        || Math.abs(nowSeconds - response.timeSigned()) > response.fudge()) {
      return false;
    }
    Mac own = MacChain.mac(key);
    own.update(TsigWriter.withLength(mac));
    own.update(response.unsigned());
    own.update(Keyring.signedVariables(response).digested());
    return MessageDigest.isEqual(own.doFinal(), response.mac());
  }
}

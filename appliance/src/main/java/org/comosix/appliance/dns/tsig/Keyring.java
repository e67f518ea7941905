package org.comosix.appliance.dns.tsig;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rcode;
import org.comosix.appliance.dns.codec.Tsig;
import org.comosix.appliance.dns.codec.TsigWriter.Variables;
import org.comosix.appliance.domain.TsigKey;

/**
 * The keys that we know, and what signatures are worth. Immutable; any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945#section-5.2">RFC 8945, section 5.2</a>
 */
public final class Keyring {

  /** RFC 8945, section 5.2.2.1. */
  private static final int SHORTEST_MAC = 10;

  private final Map<DomainName, TsigKey> keys = new HashMap<>();

  public Keyring(List<TsigKey> known) {
    known.forEach(key -> keys.put(DomainName.parse(key.name()), key));
  }

  /**
   * Checks key, signature, time and truncation, in this order.
   *
   * @param nowSeconds Unix time
   */
  public Verdict verify(Tsig tsig, long nowSeconds) {
    Optional<TsigKey> key =
        Optional.ofNullable(keys.get(tsig.key()))
            .filter(
                known -> DomainName.parse(known.algorithm().domainName()).equals(tsig.algorithm()));
    return key.map(known -> verify(tsig, known, nowSeconds))
        .orElseGet(() -> unsigned(tsig, TsigError.BADKEY));
  }

  private static Verdict verify(Tsig tsig, TsigKey key, long nowSeconds) {
    byte[] mac = tsig.mac();
    Mac own = MacChain.mac(key);
    int whole = own.getMacLength();
    if (mac.length > whole || mac.length < Math.max(SHORTEST_MAC, whole / 2)) {
      return new Verdict(Rcode.FORMERR, TsigError.NONE, Optional.empty(), ResponseSigner.NONE);
    }
    own.update(tsig.unsigned());
    own.update(signedVariables(tsig).digested());
    // Compared in a time that says nothing of how much is right.
    if (!MessageDigest.isEqual(Arrays.copyOf(own.doFinal(), mac.length), mac)) {
      return unsigned(tsig, TsigError.BADSIG);
    }
    if (Math.abs(nowSeconds - tsig.timeSigned()) > tsig.fudge()) {
      MacChain.BadTime said = new MacChain.BadTime(tsig.timeSigned(), tsig.fudge());
      return refused(key, mac, TsigError.BADTIME, Optional.of(said));
    }
    if (mac.length < whole) {
      return refused(key, mac, TsigError.BADTRUNC, Optional.empty());
    }
    return new Verdict(
        Rcode.NOERROR,
        TsigError.NONE,
        Optional.of(key),
        new MacChain(key, mac, TsigError.NONE, Optional.empty()));
  }

  static Variables signedVariables(Tsig tsig) {
    return new Variables(
        tsig.key(), tsig.algorithm(), tsig.timeSigned(), tsig.fudge(), tsig.error(), tsig.other());
  }

  private static Verdict unsigned(Tsig tsig, TsigError error) {
    return new Verdict(Rcode.NOTAUTH, error, Optional.empty(), new UnsignedError(tsig, error));
  }

  private static Verdict refused(
      TsigKey key, byte[] mac, TsigError error, Optional<MacChain.BadTime> badTime) {
    return new Verdict(
        Rcode.NOTAUTH, error, Optional.empty(), new MacChain(key, mac, error, badTime));
  }
}

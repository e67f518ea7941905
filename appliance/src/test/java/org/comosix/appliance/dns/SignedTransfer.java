package org.comosix.appliance.dns;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.xbill.DNS.Message;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** A key that may copy, and what asks with it. */
final class SignedTransfer {

  private static final byte[] SECRET =
      "a secret of thirty-two octets ..".getBytes(StandardCharsets.US_ASCII);
  private static final String KEY = "key.lab.example";

  static final ZoneAccess ACCESS =
      new ZoneAccess(
          List.of(new TsigKey(KEY, TsigAlgorithm.HMAC_SHA256, SECRET)), Set.of(KEY), List.of());

  private SignedTransfer() {}

  /** AXFR, as it goes over the wire but for its length. */
  static byte[] query(String zone, Instant now) {
    Message query = DnsLab.query(zone, Type.AXFR);
    query.setTSIG(
        new TSIG(
            TSIG.HMAC_SHA256,
            DnsLab.name(KEY),
            new SecretKeySpec(SECRET, "HMAC"),
            Clock.fixed(now, ZoneOffset.UTC)));
    return query.toWire(65_535);
  }
}

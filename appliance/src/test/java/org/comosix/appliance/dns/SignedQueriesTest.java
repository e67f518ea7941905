package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** RFC 8945, section 5, signed and verified by dnsjava; dig and kdig do it in {@code TsigIT}. */
class SignedQueriesTest {

  private static final byte[] SECRET =
      "a secret of thirty-two octets ..".getBytes(StandardCharsets.US_ASCII);

  private DnsLab lab = serving(TsigAlgorithm.HMAC_SHA256);

  private static DnsLab serving(TsigAlgorithm algorithm) {
    TsigKey key = new TsigKey("key.lab.example", algorithm, SECRET);
    return new DnsLab(
        DnsLab.zone("10.77.0.0/24"),
        new ZoneAccess(List.of(key), Set.of("key.lab.example"), List.of()));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private TSIG rightKey() {
    return new TSIG(
        TSIG.HMAC_SHA256,
        DnsLab.name("key.lab.example"),
        new SecretKeySpec(SECRET, "HMAC"),
        Clock.fixed(lab.now(), ZoneOffset.UTC));
  }

  private static Message query() {
    return DnsLab.query("ns.lab.example", Type.A);
  }

  @ParameterizedTest
  @EnumSource(TsigAlgorithm.class)
  void section5s3AResponseIsSignedAsTheQueryWas(TsigAlgorithm algorithm) {
    lab.close();
    lab = serving(algorithm);
    TSIG key =
        new TSIG(
            TSIG.algorithmToName(algorithm.jcaName()),
            DnsLab.name("key.lab.example"),
            new SecretKeySpec(SECRET, "HMAC"),
            Clock.fixed(lab.now(), ZoneOffset.UTC));
    Message query = query();
    query.setTSIG(key);
    byte[] bytes = query.toWire(65_535);
    TSIGRecord signature = DnsLab.parse(bytes).getTSIG();
    byte[] wire = ((DnsOutcome.Reply) lab.service.responder().respond(bytes, Via.UDP)).message();
    assertThat(key.verify(DnsLab.parse(wire), wire, signature)).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void section5s2s1AnUnknownKeyIsBadkeyAndTheResponseIsNotSigned() {
    assertRefused(new byte[] {1, 2, 3}, "other.lab.example", Rcode.BADKEY);
  }

  @Test
  void section5s2s2AWrongSecretIsBadsigAndTheResponseIsNotSigned() {
    assertRefused(new byte[] {1, 2, 3}, "key.lab.example", Rcode.BADSIG);
  }

  private void assertRefused(byte[] secret, String name, int error) {
    Message query = query();
    query.setTSIG(
        new TSIG(
            TSIG.HMAC_SHA256,
            DnsLab.name(name),
            new SecretKeySpec(secret, "HMAC"),
            Clock.fixed(lab.now(), ZoneOffset.UTC)));
    Message reply = DnsLab.parse(reply(query.toWire(65_535)));

    assertThat(reply.getRcode()).isEqualTo(Rcode.NOTAUTH);
    assertThat(reply.getTSIG().getError()).isEqualTo(error);
    assertThat(reply.getTSIG().getSignature()).isEmpty();
    assertThat(lab.service.counters()).containsEntry("signature." + Rcode.TSIGstring(error), 1L);
  }

  private byte[] reply(byte[] query) {
    return ((DnsOutcome.Reply) lab.service.responder().respond(query, Via.UDP)).message();
  }

  @Test
  void section5s2s3AClockThatIsWrongIsToldOursInASignedResponse() {
    Message query = query();
    query.setTSIG(rightKey());
    byte[] bytes = query.toWire(65_535);
    long signedAt = lab.now().getEpochSecond();
    lab.pass(Duration.ofSeconds(301));
    byte[] wire = reply(bytes);
    TSIGRecord tsig = DnsLab.parse(wire).getTSIG();

    assertThat(DnsLab.parse(wire).getRcode()).isEqualTo(Rcode.NOTAUTH);
    assertThat(tsig.getError()).isEqualTo(Rcode.BADTIME);
    assertThat(tsig.getTimeSigned().getEpochSecond()).isEqualTo(signedAt);
    assertThat(new java.math.BigInteger(1, tsig.getOther()).longValue()).isEqualTo(signedAt + 301);
    assertThat(tsig.getSignature()).hasSize(32);
  }

  @Test
  void section5s2s3WithinTheFudgeItIsGood() {
    Message query = query();
    query.setTSIG(rightKey());
    byte[] bytes = query.toWire(65_535);
    lab.pass(Duration.ofMinutes(5));

    assertThat(DnsLab.parse(reply(bytes)).getRcode()).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void section5s2s2s1AMacOfAnImpossibleLengthIsFormerr() {
    assertThat(DnsLab.parse(reply(withMacOf(15))).getRcode()).isEqualTo(Rcode.FORMERR);
    assertThat(DnsLab.parse(reply(withMacOf(33))).getRcode()).isEqualTo(Rcode.FORMERR);
  }

  @Test
  void section5s2s4ATruncatedMacIsBadtruncThoughItIsRight() {
    Message reply = DnsLab.parse(reply(withMacOf(16)));

    assertThat(reply.getRcode()).isEqualTo(Rcode.NOTAUTH);
    assertThat(reply.getTSIG().getError()).isEqualTo(22);
    assertThat(reply.getTSIG().getSignature()).hasSize(32);
  }

  /** A good signature, cut or with zeros behind it. */
  private byte[] withMacOf(int length) {
    Message query = query();
    query.setTSIG(rightKey());
    TSIGRecord good = DnsLab.parse(query.toWire(65_535)).getTSIG();
    Message changed = query();
    changed.getHeader().setID(query.getHeader().getID());
    changed.addRecord(
        new TSIGRecord(
            good.getName(),
            good.getDClass(),
            good.getTTL(),
            good.getAlgorithm(),
            good.getTimeSigned(),
            good.getFudge(),
            java.util.Arrays.copyOf(good.getSignature(), length),
            good.getOriginalID(),
            good.getError(),
            good.getOther()),
        org.xbill.DNS.Section.ADDITIONAL);
    return changed.toWire();
  }

  @Test
  void theSecretIsInNoMessageOfOurs() {
    TsigKey key = new TsigKey("key.lab.example", TsigAlgorithm.HMAC_SHA256, SECRET);

    assertThat(new ZoneAccess(List.of(key), Set.of(), List.of()).toString())
        .doesNotContain(new String(SECRET, StandardCharsets.US_ASCII))
        .doesNotContain(Base64.getEncoder().encodeToString(SECRET));
  }
}

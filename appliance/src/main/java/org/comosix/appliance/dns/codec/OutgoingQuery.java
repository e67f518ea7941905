package org.comosix.appliance.dns.codec;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A query that we ask another server. Whoever wants to forge its answer has to guess the identifier
 * and the case of each letter of the name (RFC 5452, section 9; draft-vixie-dnsext-dns0x20-00),
 * beside the port that it leaves from.
 */
public final class OutgoingQuery {

  /** What a message is to this query. */
  public enum Fit {
    /** Its answer. */
    ANSWER,
    /** Its answer but for the case of the name: a server that changes case, or a forger. */
    CASE_DIFFERS,
    /** Something else. */
    STRANGER
  }

  private static final int CASE_BIT = 0x20;
  private static final int QUESTION_TAIL = 4;
  private static final int CLASS_IN = 1;

  private final byte[] message;
  private final int questionEnd;

  private OutgoingQuery(byte[] message, int questionEnd) {
    this.message = message;
    this.questionEnd = questionEnd;
  }

  /**
   * With RD and AD: a server that validates may tell so (RFC 6840, section 5.7).
   *
   * @param type of class IN
   * @param dnssecOk DO
   * @param checkingDisabled CD
   * @param random unpredictable
   */
  public static OutgoingQuery of(
      DomainName name,
      int type,
      boolean dnssecOk,
      boolean checkingDisabled,
      RandomGenerator random) {
    int questionEnd = Header.LENGTH + name.length() + QUESTION_TAIL;
    byte[] message = new byte[questionEnd + ResponseEncoder.OPT_LENGTH];
    ResponseEncoder.put16(message, 0, random.nextInt(1 << Short.SIZE));
    int checking = checkingDisabled ? Header.CD : 0;
    ResponseEncoder.put16(message, Header.FLAGS, Header.RD | Header.AD | checking);
    ResponseEncoder.put16(message, Header.QDCOUNT, 1);
    ResponseEncoder.put16(message, Header.ARCOUNT, 1);
    System.arraycopy(inRandomCase(name.wire(), random), 0, message, Header.LENGTH, name.length());
    ResponseEncoder.put16(message, questionEnd - QUESTION_TAIL, type);
    ResponseEncoder.put16(message, questionEnd - Short.BYTES, CLASS_IN);
    ResponseEncoder.opt(message, questionEnd, Rcode.NOERROR, dnssecOk);
    return new OutgoingQuery(message, questionEnd);
  }

  private static byte[] inRandomCase(byte[] lowerCase, RandomGenerator random) {
    byte[] coins = new byte[lowerCase.length]; // At once: good chance is slow to begin.
    random.nextBytes(coins);
    for (int i = 0; i < lowerCase.length; i++) {
      // The length of a label is at most 63: it is never taken for a letter.
      if (lowerCase[i] >= 'a' && lowerCase[i] <= 'z' && coins[i] < 0) {
        lowerCase[i] ^= CASE_BIT;
      }
    }
    return lowerCase;
  }

  /** As it goes on the wire, without the length that TCP puts before it. */
  public byte[] message() {
    return message.clone();
  }

  /** Compares identifier, QR, opcode and question; of the rest nothing has been looked at. */
  public Fit fit(byte[] response) {
    if (response.length < questionEnd
        || response[0] != message[0]
        || response[1] != message[1]
        || !Header.isResponse(response)
        || Header.opcode(response) != Header.OPCODE_QUERY
        || Header.unsigned16(response, Header.QDCOUNT) != 1
        || !sameButForCase(response)) {
      return Fit.STRANGER;
    }
    boolean same =
        Arrays.equals(response, Header.LENGTH, questionEnd, message, Header.LENGTH, questionEnd);
    return same ? Fit.ANSWER : Fit.CASE_DIFFERS;
  }

  private boolean sameButForCase(byte[] response) {
    int nameEnd = questionEnd - QUESTION_TAIL;
    for (int i = Header.LENGTH; i < nameEnd; i++) {
      if (lowerCase(response[i]) != lowerCase(message[i])) {
        return false;
      }
    }
    return Arrays.equals(response, nameEnd, questionEnd, message, nameEnd, questionEnd);
  }

  private static int lowerCase(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? octet | CASE_BIT : octet;
  }
}

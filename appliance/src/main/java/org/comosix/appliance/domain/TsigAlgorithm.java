package org.comosix.appliance.domain;

/**
 * How a DNS transaction is signed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945#section-6">RFC 8945, section 6</a>
 */
public enum TsigAlgorithm {
  HMAC_SHA256("hmac-sha256", "hmac-sha256", "HmacSHA256"),
  HMAC_SHA224("hmac-sha224", "hmac-sha224", "HmacSHA224"),
  HMAC_SHA384("hmac-sha384", "hmac-sha384", "HmacSHA384"),
  HMAC_SHA512("hmac-sha512", "hmac-sha512", "HmacSHA512"),
  /** Not to be used any more, but old servers know nothing else. */
  HMAC_SHA1("hmac-sha1", "hmac-sha1", "HmacSHA1"),
  /** As SHA-1. */
  HMAC_MD5("hmac-md5", "hmac-md5.sig-alg.reg.int", "HmacMD5");

  private final String text;
  private final String domainName;
  private final String jcaName;

  TsigAlgorithm(String text, String domainName, String jcaName) {
    this.text = text;
    this.domainName = domainName;
    this.jcaName = jcaName;
  }

  /**
   * Reads the name that configurations use, as {@code tsig-keygen} writes it.
   *
   * @throws IllegalArgumentException no such algorithm
   */
  public static TsigAlgorithm parse(String text) {
    return Words.parse(text, values());
  }

  /** On the wire, without the dot at its end. */
  public String domainName() {
    return domainName;
  }

  /** For {@link javax.crypto.Mac}. */
  public String jcaName() {
    return jcaName;
  }

  @Override
  public String toString() {
    return text;
  }
}

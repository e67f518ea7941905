package org.comosix.appliance.domain;

/**
 * A secret that we share with another DNS server or client. Never shown: not in a log, not in an
 * error.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945">RFC 8945</a>
 */
public final class TsigKey {

  private final String name;
  private final TsigAlgorithm algorithm;
  private final byte[] secret;

  /**
   * A key.
   *
   * @param name as both sides call it, lower case, without the dot at its end
   * @throws IllegalArgumentException an empty secret
   */
  public TsigKey(String name, TsigAlgorithm algorithm, byte[] secret) {
    if (secret.length == 0) {
      throw new IllegalArgumentException("the secret is empty");
    }
    this.name = name;
    this.algorithm = algorithm;
    this.secret = secret.clone();
  }

  public String name() {
    return name;
  }

  public TsigAlgorithm algorithm() {
    return algorithm;
  }

  /** A copy. */
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public String toString() {
    return name + " (" + algorithm + ")";
  }
}

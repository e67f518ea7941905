package org.comosix.appliance.domain;

/** A network in CIDR form (RFC 4632). The host bits of {@code network} are zero. */
public record Ipv4Subnet(Ipv4Address network, int prefixLength) {

  public Ipv4Subnet {
    if (prefixLength < 0 || prefixLength > 32) {
      throw new IllegalArgumentException("a prefix length is 0 to 32, not " + prefixLength);
    }
    if ((network.bits() & ~maskBits(prefixLength)) != 0) {
      throw new IllegalArgumentException(
          network
              + "/"
              + prefixLength
              + " has host bits set; the network is "
              + new Ipv4Address(network.bits() & maskBits(prefixLength))
              + "/"
              + prefixLength);
    }
  }

  /**
   * Reads {@code 10.77.0.0/24}.
   *
   * @throws IllegalArgumentException another form, or host bits set; the message says what was
   *     expected
   */
  public static Ipv4Subnet parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,2}")) {
      throw new IllegalArgumentException(
          "expected a subnet such as 10.77.0.0/24, not \"" + text + "\"");
    }
    return new Ipv4Subnet(
        Ipv4Address.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** The subnet of this prefix length in which {@code address} lies. */
  public static Ipv4Subnet containing(Ipv4Address address, int prefixLength) {
    return new Ipv4Subnet(new Ipv4Address(address.bits() & maskBits(prefixLength)), prefixLength);
  }

  public boolean contains(Ipv4Address address) {
    return (address.bits() & maskBits(prefixLength)) == network.bits();
  }

  public boolean contains(AddressRange range) {
    return contains(range.first()) && contains(range.last());
  }

  public Ipv4Address mask() {
    return new Ipv4Address(maskBits(prefixLength));
  }

  /** The last address: directed broadcast, except in /31 and /32 (RFC 3021). */
  public Ipv4Address broadcast() {
    return new Ipv4Address(network.bits() | ~maskBits(prefixLength));
  }

  /** Whether the address stands for all machines here, or for the subnet, and is none of them. */
  public boolean isForAll(Ipv4Address address) {
    return prefixLength < 31 && (address.equals(network) || address.equals(broadcast()));
  }

  private static int maskBits(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
  }

  @Override
  public String toString() {
    return network + "/" + prefixLength;
  }
}

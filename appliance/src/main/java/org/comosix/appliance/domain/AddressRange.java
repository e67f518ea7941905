package org.comosix.appliance.domain;

import java.util.ArrayList;
import java.util.List;

/** Addresses from {@code first} to {@code last}, both included. */
public record AddressRange(Ipv4Address first, Ipv4Address last) {

  public AddressRange {
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException("a range goes upwards: " + first + " is above " + last);
    }
  }

  /**
   * Reads {@code 10.77.0.50-10.77.0.150} or one address.
   *
   * @throws IllegalArgumentException another form; the message says what was expected
   */
  public static AddressRange parse(String text) {
    String[] ends = text.split("-", -1);
    if (ends.length > 2) {
      throw new IllegalArgumentException(
          "expected a range such as 10.77.0.50-10.77.0.150, not \"" + text + "\"");
    }
    return new AddressRange(
        Ipv4Address.parse(ends[0].strip()), Ipv4Address.parse(ends[ends.length - 1].strip()));
  }

  public boolean contains(Ipv4Address address) {
    return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
  }

  public boolean overlaps(AddressRange other) {
    return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
  }

  /** What is left of this range without another one: nothing, one part, or two. */
  public List<AddressRange> without(AddressRange other) {
    if (!overlaps(other)) {
      return List.of(this);
    }
    List<AddressRange> left = new ArrayList<>();
    if (first.compareTo(other.first) < 0) {
      left.add(new AddressRange(first, other.first.plus(-1)));
    }
    if (other.last.compareTo(last) < 0) {
      left.add(new AddressRange(other.last.plus(1), last));
    }
    return left;
  }

  /** How many addresses, from 1 to 4 294 967 296. */
  public long size() {
    return last.unsigned() - first.unsigned() + 1;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}

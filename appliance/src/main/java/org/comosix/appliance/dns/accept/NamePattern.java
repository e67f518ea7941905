package org.comosix.appliance.dns.accept;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.codec.DomainName;

/**
 * Which names somebody may change: one name, or with a label {@code *} all names that have one or
 * more labels in its place.
 */
public final class NamePattern {

  private static final String ANY = "*";

  private final List<String> head;
  private final boolean any;
  private final DomainName rest;

  private NamePattern(List<String> head, boolean any, DomainName rest) {
    this.head = head;
    this.any = any;
    this.rest = rest;
  }

  /**
   * Reads {@code _acme-challenge.lab.example}, {@code *.dyn.lab.example} or {@code
   * _acme-challenge.*.lab.example}; whole names, without the dot at their ends.
   *
   * @throws IllegalArgumentException no name
   */
  public static NamePattern parse(String text) {
    List<String> labels = Arrays.asList(text.split("\\.", -1));
    int star = labels.indexOf(ANY);
    return star < 0
        ? new NamePattern(List.of(), false, DomainName.parse(text))
        : new NamePattern(
            List.copyOf(labels.subList(0, star)),
            true,
            DomainName.parse(String.join(".", labels.subList(star + 1, labels.size()))));
  }

  boolean matches(DomainName name) {
    Optional<DomainName> left = Optional.of(name);
    for (String label : head) {
      left = left.filter(at -> at.firstLabel().equals(label)).flatMap(DomainName::parent);
    }
    return left.filter(at -> any ? isBelow(at) : at.equals(rest)).isPresent();
  }

  private boolean isBelow(DomainName name) {
    return name.length() > rest.length() && name.isWithin(rest);
  }
}

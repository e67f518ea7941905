package org.comosix.appliance.domain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a machine's own name becomes its DNS label: {@code pc1} is {@code om_pc1}, and {@code om-pc1}
 * for programs that refuse an underscore. A prefix is applied once: a machine that calls itself
 * {@code om_pc1} or {@code om-pc1} is {@code pc1}.
 *
 * @param prefix lower case, at most 15 characters, may be empty
 * @param aliasPrefix likewise; the same as {@code prefix} means that there is no alias
 */
public record NodeLabels(String prefix, String aliasPrefix) {

  /** What {@link NodeName#MAX_LENGTH} leaves of a label's 63 octets. */
  public static final int MAX_PREFIX_LENGTH = 63 - NodeName.MAX_LENGTH;

  public NodeLabels {
    check(prefix);
    check(aliasPrefix);
  }

  private static void check(String prefix) {
    if (prefix.length() > MAX_PREFIX_LENGTH || !prefix.matches("(?:[a-z0-9_][a-z0-9_-]*)?")) {
      throw new IllegalArgumentException(
          "expected a prefix such as om_, at most "
              + MAX_PREFIX_LENGTH
              + " long, not \""
              + prefix
              + "\"");
    }
  }

  /** The label of a machine: a host's is its plain name. */
  public String label(NodeName name, MachineRole role) {
    return role == MachineRole.NODE ? label(name) : withoutPrefix(name).value();
  }

  /** The second label of a machine, where it has one. */
  public Optional<String> alias(NodeName name, MachineRole role) {
    return role == MachineRole.NODE ? alias(name) : Optional.empty();
  }

  /** The label that the node's address answers to, and that its PTR record shows. */
  public String label(NodeName name) {
    return prefix + withoutPrefix(name);
  }

  /** The second label of the same address, where there is one. */
  public Optional<String> alias(NodeName name) {
    return prefix.equals(aliasPrefix)
        ? Optional.empty()
        : Optional.of(aliasPrefix + withoutPrefix(name));
  }

  /** The machine's own name, whether or not it already carries a prefix. */
  public NodeName withoutPrefix(NodeName name) {
    boolean mayCarryOne = name.value().startsWith(prefix) || name.value().startsWith(aliasPrefix);
    return mayCarryOne ? ownName(name.value()).orElse(name) : name;
  }

  /**
   * The machine's own name from a label it gave itself, such as option 12 of DHCP.
   *
   * @return empty when neither the label nor what follows a prefix of ours is an LDH label
   */
  public Optional<NodeName> ownName(String label) {
    String text = label.toLowerCase(Locale.ROOT);
    return stripped(text, prefix)
        .or(() -> stripped(text, aliasPrefix))
        .or(() -> Optional.of(text).filter(NodeName::isValid).map(NodeName::new));
  }

  /** A label in lower case without the prefix or the alias prefix that it begins with. */
  public String bare(String label) {
    String text = label.toLowerCase(Locale.ROOT);
    for (String known : List.of(prefix, aliasPrefix)) {
      if (!known.isEmpty() && text.startsWith(known)) {
        return text.substring(known.length());
      }
    }
    return text;
  }

  private static Optional<NodeName> stripped(String text, String prefix) {
    if (prefix.isEmpty() || !text.startsWith(prefix)) {
      return Optional.empty();
    }
    return Optional.of(text.substring(prefix.length()))
        .filter(NodeName::isValid)
        .map(NodeName::new);
  }
}

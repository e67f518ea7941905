package org.comosix.appliance.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/** Leases in words. */
final class LeaseWords {

  private static final String ROW = "%-15s  %-17s  %-24s %-4s  %-8s  %s%n";

  private LeaseWords() {}

  /** Where it stands now: the clock ends a lease before anybody writes it down. */
  static String state(Lease lease, Instant now) {
    if (lease.isActiveAt(now)) {
      return "active";
    }
    return switch (lease.state()) {
      case BOUND, EXPIRED -> "expired";
      case OFFERED, RELEASED, DECLINED -> lease.state().name().toLowerCase(Locale.ROOT);
    };
  }

  static String header() {
    return ROW.formatted("ADDRESS", "MAC", "NAME", "ROLE", "STATE", "ENDS");
  }

  /** Fits 100 columns whatever the name is; a long one is cut, "show" has it whole. */
  static String row(Lease lease, Instant now) {
    String name = lease.name().map(NodeName::value).orElse("-");
    return ROW.formatted(
        lease.address(),
        lease.mac(),
        name.length() > 24 ? name.substring(0, 23) + "…" : name,
        role(lease),
        state(lease, now),
        ends(lease, now));
  }

  private static String role(Lease lease) {
    return lease.role().name().toLowerCase(Locale.ROOT);
  }

  private static String ends(Lease lease, Instant now) {
    Duration left = Duration.between(now, lease.end());
    return left.isNegative() ? span(left.negated()) + " ago" : "in " + span(left);
  }

  /** In its two largest units: {@code 3h 20m}. */
  static String span(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m " + seconds % 60 + "s";
    }
    long hours = seconds / 3600;
    return hours < 48
        ? hours + "h " + seconds % 3600 / 60 + "m"
        : hours / 24 + "d " + hours % 24 + "h";
  }

  /** Everything that is known of it. */
  static String story(Lease lease, Instant now) {
    StringBuilder text = new StringBuilder(lease.address().toString());
    String whose = lease.name().map(NodeName::value).orElse("a machine without a name");
    text.append(" · ").append(whose).append('\n');
    line(text, "state", stateInWords(lease, now));
    line(text, "machine", lease.mac().toString());
    if (!lease.client().equals(ClientId.of(lease.mac()))) {
      line(
          text, "client", lease.client() + " (its identifier; the hardware address is a stand-in)");
    }
    line(
        text,
        "role",
        lease.role() == MachineRole.NODE
            ? "node: it is told what to boot, and has a name with the prefix in DNS"
            : "host: it has an address and its plain name, and is told nothing to boot");
    line(text, "heard", at(lease.lastMessage(), now));
    line(text, "bound", at(lease.start(), now));
    line(text, "ends", at(lease.end(), now));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, String value) {
    text.append("  %-9s%s%n".formatted(what, value));
  }

  private static String stateInWords(Lease lease, Instant now) {
    return switch (state(lease, now)) {
      case "active" -> "active: the machine may use the address";
      case "released" -> "released: given back; kept for its machine while others are free";
      case "expired" -> "expired: its time is over; kept for its machine while others are free";
      default ->
          now.isBefore(lease.end())
              ? "declined: a client found somebody else using the address; nobody gets it now"
              : "declined a while ago: it can be given out again";
    };
  }

  private static String at(Instant time, Instant now) {
    Duration since = Duration.between(time, now);
    return time
        + (since.isNegative() ? " (in " + span(since.negated()) : " (" + span(since) + " ago")
        + ")";
  }

  /** Those meant by an address, a hardware address or a name; the active before others. */
  static List<Lease> named(List<Lease> leases, String text, Instant now) {
    Optional<Ipv4Address> address = parsed(() -> Ipv4Address.parse(text));
    Optional<MacAddress> mac = parsed(() -> MacAddress.parse(text));
    String name = text.toLowerCase(Locale.ROOT);
    List<Lease> found =
        leases.stream()
            .filter(
                lease ->
                    address.isPresent()
                        ? lease.address().equals(address.get())
                        : mac.isPresent()
                            ? lease.mac().equals(mac.get())
                            : lease.name().filter(own -> own.value().equals(name)).isPresent())
            .toList();
    List<Lease> active = found.stream().filter(lease -> lease.isActiveAt(now)).toList();
    return active.isEmpty() ? found : active;
  }

  private static <T> Optional<T> parsed(java.util.function.Supplier<T> form) {
    try {
      return Optional.of(form.get());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

package org.comosix.appliance.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * The subnets in which addresses are given, at least one, and to whom. The lease time of {@code
 * [dhcp]} is already in each of them.
 *
 * @param classes in the order in which they are looked at
 * @param relays addresses of relay agents outside the subnets
 * @param rapidCommit whether clients may take their lease in one exchange
 * @param probeWait how long an answer is waited for when an address is probed before its first
 *     offer; empty where it is not probed
 * @param limits against those who take more than their share
 */
public record DhcpSettings(
    List<SubnetSettings> subnets,
    List<ClassSettings> classes,
    List<Ipv4Address> relays,
    boolean rapidCommit,
    Optional<Duration> probeWait,
    LimitSettings limits) {

  public static final Duration DEFAULT_LEASE_TIME = Duration.ofHours(12);
  public static final boolean DEFAULT_RAPID_COMMIT = false;

  /** A machine that is awake answers ARP within milliseconds; ROMs repeat a DISCOVER after 1 s. */
  public static final Duration DEFAULT_PROBE_WAIT = Duration.ofMillis(300);

  public static final Duration MIN_PROBE_WAIT = Duration.ofMillis(100);
  public static final Duration MAX_PROBE_WAIT = Duration.ofMillis(900);

  private static final Pattern MILLISECONDS = Pattern.compile("(\\d{1,4})ms");

  public DhcpSettings {
    subnets = List.copyOf(subnets);
    classes = List.copyOf(classes);
    relays = List.copyOf(relays);
    if (subnets.isEmpty()) {
      throw new IllegalArgumentException("at least one subnet is needed");
    }
  }

  /** Subnets, and nothing special for anybody. */
  public DhcpSettings(List<SubnetSettings> subnets) {
    this(
        subnets,
        List.of(),
        List.of(),
        DEFAULT_RAPID_COMMIT,
        Optional.of(DEFAULT_PROBE_WAIT),
        LimitSettings.DEFAULT);
  }

  /**
   * Reads {@code 300ms}.
   *
   * @throws IllegalArgumentException another form, or outside 100 ms to 900 ms
   */
  public static Duration probeWait(String text) {
    Matcher milliseconds = MILLISECONDS.matcher(text);
    Duration wait =
        milliseconds.matches()
            ? Duration.ofMillis(Long.parseLong(milliseconds.group(1)))
            : Duration.ZERO;
    if (wait.compareTo(MIN_PROBE_WAIT) < 0 || wait.compareTo(MAX_PROBE_WAIT) > 0) {
      throw new IllegalArgumentException("expected from 100ms to 900ms, not \"" + text + "\"");
    }
    return wait;
  }
}

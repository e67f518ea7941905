package org.comosix.appliance.dhcp.explain;

import org.comosix.appliance.dhcp.IgnoreReason;

/**
 * Why nothing is answered, for people.
 *
 * @param why a sentence
 * @param remedy what to do about it, or that nothing is to be done
 */
public record IgnoreWords(String why, String remedy) {

  private static final String NOTHING_TO_DO = "nothing is to be done";

  public static IgnoreWords of(IgnoreReason reason) {
    return switch (reason) {
      case MALFORMED ->
          words(
              "it is not a DHCP message",
              "look at what sends it; a capture that cuts packets (tcpdump -s) shows this too");
      case QUEUE_FULL ->
          words("more came than could be handled", "see who sends so much: comosix explain-dhcp");
      case SOCKET_BUFFER_FULL ->
          words(
              "more came than this server could even take from the kernel",
              "look for who floods: the warnings of dhcp.client-too-fast and dhcp.queue-full name"
                  + " hardware addresses");
      case CLIENT_TOO_FAST ->
          words(
              "one client sends more than any client needs",
              "look for a client that loops, or a forged hardware address; the limit is"
                  + " client-packets-per-second in [dhcp.limits]");
      case NOT_A_QUERY -> words("its op field says that it is a reply", NOTHING_TO_DO);
      case NO_KNOWN_TYPE ->
          words(
              "its message type (option 53) is none that this server knows",
              "lease queries and forced renewals are not served");
      case BOOTP_WITHOUT_RESERVATION ->
          words(
              "it is a plain BOOTP client, which never gives an address back, and none is kept"
                  + " for it (RFC 1534, section 2)",
              "give the machine a [[node]] with mac and address");
      case SENT_BY_A_SERVER -> words("a server sent it, not a client", NOTHING_TO_DO);
      case NO_SUBNET ->
          words(
              "it comes from a network that is not configured",
              "add a [[dhcp.subnet]] for that network; a relay agent whose address is outside of all"
                  + " subnets belongs into relays of [dhcp]");
      case UNSUPPORTED_HARDWARE ->
          words(
              "it has neither an Ethernet address nor a client identifier to tell it from others"
                  + " (RFC 4390)",
              "have the client send a client identifier (option 61)");
      case INCOMPLETE ->
          words(
              "it has no address in it that the answer could be about; no state of RFC 2131,"
                  + " section 4.3.2, sends this",
              "look for an update of the client");
      case CHOSE_ANOTHER_SERVER ->
          words(
              "the client took another server's offer",
              "where that server should not be, find it by its identifier and switch it off");
      case FOR_ANOTHER_SERVER -> words("it is addressed to another server", NOTHING_TO_DO);
      case UNKNOWN_CLIENT ->
          words(
              "this server has no record of the client; another one may, so that refusing would"
                  + " take the address away (RFC 2131, section 4.3.2)",
              "nothing is to be done: it starts anew after a while");
      case POOL_EXHAUSTED ->
          words(
              "no address is free for it",
              "enlarge the pool, shorten lease-time, or give the machine a [[node]] with address");
      case RELAY_PORT_LIMIT ->
          words(
              "the machines behind its relay port have as many leases as they may have",
              "look at what is plugged in there, or raise relay-port-leases in [dhcp.limits]");
      case POOL_KEPT_FOR_KNOWN ->
          words(
              "the addresses that are left are kept for machines that are known here",
              "enlarge the pool, list the machine under [[node]] or [[host]], or lower"
                  + " reserve-percent in [dhcp.limits]");
      case WAITS_FOR_PROBE ->
          words(
              "whether the address is really free is being found out; it is answered after that",
              NOTHING_TO_DO);
      case DECLINE_BY_STRANGER ->
          words("it declines an address that is not its own here", NOTHING_TO_DO);
      case RELEASE_BY_STRANGER ->
          words("it gives back an address that is not its own here", NOTHING_TO_DO);
      case DONE_WITHOUT_REPLY ->
          words("it is obeyed, and this kind of message has no reply", NOTHING_TO_DO);
      case NOT_DURABLE ->
          words(
              "the lease could not be brought to disk",
              "look at the disk of the state directory: full, read-only or failing");
      case INTERNAL_ERROR ->
          words("this server made a mistake", "report it with the packet, which the log has");
    };
  }

  private static IgnoreWords words(String why, String remedy) {
    return new IgnoreWords(why, remedy);
  }
}

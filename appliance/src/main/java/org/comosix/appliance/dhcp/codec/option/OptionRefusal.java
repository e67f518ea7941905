package org.comosix.appliance.dhcp.codec.option;

import java.util.Optional;

/**
 * Why an option cannot be given by an administrator.
 *
 * @param reason continues "cannot be given here: "
 * @param instead what to do instead
 */
public record OptionRefusal(String reason, Optional<String> instead) {

  private static final String CLIENT = "it is what a client says of itself";
  private static final String QUERY = "it belongs to lease queries, which are not answered";

  /** Empty for an option that can be given. */
  static Optional<OptionRefusal> of(int code) {
    return Optional.ofNullable(
        switch (code) {
          case 1 -> instead("the server makes it from the prefix length", "correct the key subnet");
          case 12 -> instead("each client has its own name", "use the key name of [[node]]");
          case 51 -> instead("the server keeps account of it", "use the key lease-time");
          case 58, 59 -> instead("it is a part of the lease time", "use the key lease-time");
          case 52 -> because("the server writes it where a reply is full");
          case 53 -> because("it tells one kind of message from another");
          case 54 -> because("it is this server's own address");
          case 56 -> because("the server tells there why it refuses an address");
          case 50, 55, 57, 61, 77, 93, 94, 97 -> because(CLIENT);
          case 80 -> because("the server gives it to the clients that ask for it");
          case 81 ->
              instead("the server answers each client's own name", "use the key name of [[node]]");
          case 82 -> because("it is the relay's, and goes back to it as it came");
          case 90, 145 -> because("messages are not authenticated");
          case 91, 92, 151, 152, 153, 154, 155, 156, 157 -> because(QUERY);
          case 118 -> because("a client chooses its subnet with it");
          case 220, 221 -> because("it is said between servers and relays");
          default -> null;
        });
  }

  private static OptionRefusal because(String reason) {
    return new OptionRefusal(reason, Optional.empty());
  }

  private static OptionRefusal instead(String reason, String instead) {
    return new OptionRefusal(reason, Optional.of(instead));
  }
}

package org.comosix.appliance.dns.update;

import org.comosix.appliance.dns.codec.DomainName;
import org.xbill.DNS.Rcode;

/**
 * Why a server does not do what we ask.
 *
 * @param what the code's name, such as {@code REFUSED}
 * @param remedy what a person can do about it
 * @param ofTheServer all updates would fare alike, so they wait together
 */
record UpdateProblem(String what, String remedy, boolean ofTheServer) {

  /** The log says more. */
  static final UpdateProblem OUR_FAULT =
      new UpdateProblem("a fault of ours", "our log says more (dns.update-fault)", false);

  private static final int BADTRUNC = 22;

  static UpdateProblem unreachable(String why) {
    return new UpdateProblem(
        "unreachable", "is the server up, and may we reach its port? (" + why + ")", true);
  }

  /** Of an answer that is neither success nor a rule of RFC 4703. */
  static UpdateProblem of(
      UpdateAnswer answer, UpdateTarget target, DomainName zone, DomainName owner) {
    String key = target.key().name();
    return switch (answer.tsigError()) {
      case Rcode.BADKEY ->
          new UpdateProblem(
              "BADKEY",
              "the server knows no key " + target.key() + ": give it the same name and algorithm",
              true);
      case Rcode.BADSIG ->
          new UpdateProblem(
              "BADSIG", "the secret of the key " + key + " is another one at the server", true);
      case Rcode.BADTIME ->
          new UpdateProblem(
              "BADTIME", "our clock and the server's differ by over 5 minutes: set them", true);
      case BADTRUNC ->
          new UpdateProblem("BADTRUNC", "the server wants longer signatures than it gets", true);
      default -> ofRcode(answer, key, zone, owner);
    };
  }

  private static UpdateProblem ofRcode(
      UpdateAnswer answer, String key, DomainName zone, DomainName owner) {
    String rcode = Rcode.string(answer.rcode());
    if (!answer.verified()) {
      return new UpdateProblem(
          rcode + " without a signature",
          "the answer is not signed with the key " + key + ": does the server know that key?",
          true);
    }
    return switch (answer.rcode()) {
      case Rcode.REFUSED -> new UpdateProblem(rcode, refused(key, zone, owner), false);
      case Rcode.NOTAUTH, Rcode.NOTZONE ->
          new UpdateProblem(
              rcode, "the server is not the primary of the zone " + zone + ": take it out", false);
      case Rcode.NOTIMP ->
          new UpdateProblem(rcode, "the server takes no updates at all (RFC 2136)", true);
      default -> new UpdateProblem(rcode, "the server's own log says more", false);
    };
  }

  private static String refused(String key, DomainName zone, DomainName owner) {
    String permit =
        "the server must permit the key %s to change %s (BIND: allow-update { key \"%s\"; }; Knot: acl with action update; PowerDNS: TSIG-ALLOW-DNSUPDATE)"
            .formatted(key, zone, key);
    return owner.toString().contains("_") || zone.network().isPresent()
        ? permit + "; or it refuses the underscore (BIND: check-names ignore; in the zone)"
        : permit;
  }
}

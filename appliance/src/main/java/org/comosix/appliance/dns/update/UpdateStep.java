package org.comosix.appliance.dns.update;

import java.util.Optional;
import org.comosix.appliance.domain.NameConflicts;
import org.xbill.DNS.Rcode;

/**
 * One message of a change, and what its answer leads to. A function of values.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4703#section-5.3">RFC 4703, sections 5.3 to
 *     5.5</a>
 */
enum UpdateStep {
  /** Section 5.3.1: the name is not in use; add A and DHCID. */
  ADD_NEW,
  /** Section 5.3.2: the name is in use and its DHCID is ours; replace A. */
  REPLACE_OURS,
  /** The name is in use and has some DHCID; replace A and DHCID. */
  REPLACE_ANY,
  /** No condition: replace A and DHCID. */
  OVERWRITE,
  /** Section 5.4: the address is ours to give, so is its name. */
  POINT,
  /** The address leads back to nothing; point it. */
  POINT_IF_FREE,
  /** Section 5.5: the DHCID is ours; delete this A record. */
  REMOVE_ADDRESS,
  /** The same without a condition. */
  REMOVE_ANY_ADDRESS,
  /** Section 5.5: the DHCID is ours and no address is left; delete the DHCID. */
  REMOVE_DHCID,
  /** The PTR record is the one that we wrote; delete it. */
  UNPOINT;

  /** What a change has led to. */
  enum Verdict {
    /** The server says what it should. */
    DONE,
    /** The name is somebody else's, and stays as it is. */
    FOREIGN,
    /** The server did not do it; the rcode says why. */
    FAILED
  }

  /** Either another message or an end. */
  record Next(Optional<UpdateStep> step, Verdict verdict) {
    static Next send(UpdateStep step) {
      return new Next(Optional.of(step), Verdict.DONE);
    }

    static Next end(Verdict verdict) {
      return new Next(Optional.empty(), verdict);
    }
  }

  static UpdateStep firstToAdd(SiteRecord record, NameConflicts conflicts) {
    if (record instanceof SiteRecord.Pointer) {
      return POINT;
    }
    return conflicts == NameConflicts.FORCE ? OVERWRITE : ADD_NEW;
  }

  /** Of what was there once, and may be somebody else's by now. */
  static UpdateStep firstToRepair(SiteRecord record) {
    return record instanceof SiteRecord.Pointer ? POINT_IF_FREE : ADD_NEW;
  }

  static UpdateStep firstToRemove(SiteRecord record, NameConflicts conflicts) {
    if (record instanceof SiteRecord.Pointer) {
      return UNPOINT;
    }
    return conflicts == NameConflicts.FORCE ? REMOVE_ANY_ADDRESS : REMOVE_ADDRESS;
  }

  /** What an answer with this rcode leads to. */
  Next after(int rcode, NameConflicts conflicts) {
    return switch (this) {
      case ADD_NEW ->
          switch (rcode) {
            case Rcode.NOERROR -> Next.end(Verdict.DONE);
            case Rcode.YXDOMAIN ->
                Next.send(conflicts == NameConflicts.CHECK ? REPLACE_OURS : REPLACE_ANY);
            default -> Next.end(Verdict.FAILED);
          };
      case REPLACE_OURS, REPLACE_ANY ->
          switch (rcode) {
            case Rcode.NOERROR -> Next.end(Verdict.DONE);
            // It has gone meanwhile.
            case Rcode.NXDOMAIN -> Next.send(ADD_NEW);
            case Rcode.NXRRSET -> Next.end(Verdict.FOREIGN);
            default -> Next.end(Verdict.FAILED);
          };
      case POINT_IF_FREE ->
          switch (rcode) {
            case Rcode.NOERROR -> Next.end(Verdict.DONE);
            case Rcode.YXRRSET -> Next.end(Verdict.FOREIGN);
            default -> Next.end(Verdict.FAILED);
          };
      case OVERWRITE, POINT -> Next.end(rcode == Rcode.NOERROR ? Verdict.DONE : Verdict.FAILED);
      case REMOVE_ADDRESS, REMOVE_ANY_ADDRESS ->
          switch (rcode) {
            case Rcode.NOERROR -> Next.send(REMOVE_DHCID);
            case Rcode.NXDOMAIN, Rcode.NXRRSET -> Next.end(Verdict.DONE);
            default -> Next.end(Verdict.FAILED);
          };
      case REMOVE_DHCID, UNPOINT ->
          switch (rcode) {
            case Rcode.NOERROR, Rcode.NXDOMAIN, Rcode.NXRRSET, Rcode.YXRRSET ->
                Next.end(Verdict.DONE);
            default -> Next.end(Verdict.FAILED);
          };
    };
  }
}

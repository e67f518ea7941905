package org.comosix.appliance.dns.codec;

import static org.comosix.appliance.dns.codec.Header.unsigned16;

import java.util.ArrayList;
import java.util.List;

/**
 * A dynamic update. Its records are read only when somebody asks for them: before that its
 * signature can be verified, so that strangers cost no more than their octets.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2136#section-2">RFC 2136, section 2</a>
 */
public final class UpdateMessage {

  public static final int CLASS_IN = 1;
  public static final int CLASS_NONE = 254;
  public static final int CLASS_ANY = 255;

  private static final int FIXED_FIELDS = 10;

  private final byte[] message;
  private final Query head;

  /** What the sender wants to be true, and what it wants to be changed. */
  public record Sections(List<UpdateRecord> prerequisites, List<UpdateRecord> updates) {
    public Sections {
      prerequisites = List.copyOf(prerequisites);
      updates = List.copyOf(updates);
    }
  }

  UpdateMessage(byte[] message, Query head) {
    this.message = message;
    this.head = head;
  }

  /**
   * Reads the zone, the signature, and where each record ends. The array is kept, not copied.
   *
   * @throws MalformedMessageException not one zone, or a record that is cut
   */
  public static UpdateMessage decode(byte[] message) throws MalformedMessageException {
    return QueryDecoder.decodeUpdate(message);
  }

  /** The zone section, in the place of a question, and what is in the additional section. */
  public Query head() {
    return head;
  }

  public DomainName zone() {
    return head.name();
  }

  public int zoneClass() {
    return head.dnsClass();
  }

  /**
   * Reads the records.
   *
   * @throws MalformedMessageException a name or the data of one is not well-formed
   */
  public Sections sections() throws MalformedMessageException {
    List<UpdateRecord> all = new ArrayList<>();
    int prerequisites = unsigned16(message, Header.ANCOUNT);
    int count = prerequisites + unsigned16(message, Header.NSCOUNT);
    int at = head.questionEnd();
    for (int i = 0; i < count; i++) {
      int fields = NameReader.end(message, at);
      int rdata = fields + FIXED_FIELDS;
      int length = unsigned16(message, rdata - Short.BYTES);
      all.add(record(at, fields, rdata, length));
      at = rdata + length;
    }
    return new Sections(all.subList(0, prerequisites), all.subList(prerequisites, count));
  }

  /** That there are no data says something; whether it may, section 3 says. */
  private UpdateRecord record(int start, int fields, int rdata, int length)
      throws MalformedMessageException {
    int type = unsigned16(message, fields);
    int dnsClass = unsigned16(message, fields + 2);
    int ttl = unsigned16(message, fields + 4) << 16 | unsigned16(message, fields + 6);
    boolean bare = length == 0 && (dnsClass == CLASS_ANY || dnsClass == CLASS_NONE);
    byte[] data = bare ? new byte[0] : UpdateRdata.read(message, type, rdata, length);
    return new UpdateRecord(NameReader.read(message, start), type, dnsClass, ttl, data);
  }
}

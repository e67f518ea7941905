package org.comosix.appliance.dns.update;

import java.io.IOException;
import org.comosix.appliance.dns.codec.DomainName;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DHCIDRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Writes each {@link UpdateStep} as a message.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2136#section-2">RFC 2136, section 2</a>
 */
final class UpdateMessages {

  private UpdateMessages() {}

  /**
   * The message of one step, not signed.
   *
   * @param owner the name that is changed, in {@code zone}
   * @param record what is to be there, or was
   * @param ttl seconds, of what is added
   */
  static Message of(
      UpdateStep step, DomainName zone, DomainName owner, SiteRecord record, long ttl) {
    Update update = new Update(name(zone));
    Name name = name(owner);
    if (record instanceof SiteRecord.Address address) {
      ofAddress(update, step, name, address, Dhcid.of(address.machine(), owner), ttl);
    } else {
      ofPointer(update, step, name, (SiteRecord.Pointer) record, ttl);
    }
    return update;
  }

  private static void ofAddress(
      Update update,
      UpdateStep step,
      Name name,
      SiteRecord.Address record,
      byte[] dhcid,
      long ttl) {
    Record address = new ARecord(name, DClass.IN, ttl, record.address().toInetAddress());
    // In a prerequisite the TTL is zero (RFC 2136, section 2.4.2).
    Record ours = new DHCIDRecord(name, DClass.IN, 0, dhcid);
    switch (step) {
      case ADD_NEW -> {
        update.absent(name);
        update.add(address);
        update.add(new DHCIDRecord(name, DClass.IN, ttl, dhcid));
      }
      case REPLACE_OURS -> {
        update.present(name);
        update.present(ours);
        update.delete(name, Type.A);
        update.add(address);
      }
      case REPLACE_ANY -> {
        update.present(name);
        update.present(name, Type.DHCID);
        overwrite(update, name, address, new DHCIDRecord(name, DClass.IN, ttl, dhcid));
      }
      case OVERWRITE ->
          overwrite(update, name, address, new DHCIDRecord(name, DClass.IN, ttl, dhcid));
      case REMOVE_ADDRESS -> {
        update.present(ours);
        update.delete(address);
      }
      case REMOVE_ANY_ADDRESS -> update.delete(address);
      case REMOVE_DHCID -> {
        update.present(ours);
        update.absent(name, Type.A);
        update.absent(name, Type.AAAA);
        update.delete(name, Type.DHCID);
      }
      case POINT, POINT_IF_FREE, UNPOINT -> throw new IllegalArgumentException(step + " of an address");
    }
  }

  private static void overwrite(Update update, Name name, Record address, Record dhcid) {
    update.delete(name, Type.A);
    update.delete(name, Type.DHCID);
    update.add(address);
    update.add(dhcid);
  }

  private static void ofPointer(
      Update update, UpdateStep step, Name name, SiteRecord.Pointer record, long ttl) {
    Name target = name(record.name());
    switch (step) {
      case POINT -> {
        update.delete(name, Type.PTR);
        update.add(new PTRRecord(name, DClass.IN, ttl, target));
      }
      case POINT_IF_FREE -> {
        update.absent(name, Type.PTR);
        update.add(new PTRRecord(name, DClass.IN, ttl, target));
      }
      case UNPOINT -> {
        update.present(new PTRRecord(name, DClass.IN, 0, target));
        update.delete(name, Type.PTR);
      }
      default -> throw new IllegalArgumentException(step + " of a pointer");
    }
  }

  static Name name(DomainName name) {
    try {
      return new Name(name.wire());
    } catch (IOException e) {
      throw new IllegalStateException("a name that was right: " + name, e);
    }
  }
}

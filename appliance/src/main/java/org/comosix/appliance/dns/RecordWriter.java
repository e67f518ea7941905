package org.comosix.appliance.dns;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.RecordType;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.domain.RecordData;
import org.comosix.appliance.domain.StaticRecord;

/** Encodes static records. Their names are not compressed: in SRV they must not be (RFC 2782). */
final class RecordWriter {

  private RecordWriter() {}

  static Rrset rrset(StaticRecord record, int usualTtl) {
    int ttl = record.ttl().map(given -> Math.toIntExact(given.toSeconds())).orElse(usualTtl);
    List<byte[]> rdatas = record.data().stream().map(RecordWriter::rdata).toList();
    return Rrset.of(type(record.kind()), ttl, rdatas);
  }

  private static int type(RecordData.Kind kind) {
    return switch (kind) {
      case A -> RecordType.A;
      case AAAA -> RecordType.AAAA;
      case CNAME -> RecordType.CNAME;
      case TXT -> RecordType.TXT;
      case SRV -> RecordType.SRV;
      case MX -> RecordType.MX;
    };
  }

  private static byte[] rdata(RecordData data) {
    if (data instanceof RecordData.Address one) {
      return one.address().octets();
    } else if (data instanceof RecordData.Address6 six) {
      return ByteBuffer.allocate(2 * Long.BYTES).putLong(six.high()).putLong(six.low()).array();
    } else if (data instanceof RecordData.CanonicalName alias) {
      return name(alias.target()).wire();
    } else if (data instanceof RecordData.Text text) {
      return strings(text.strings());
    } else if (data instanceof RecordData.Service service) {
      return numbersAndName(
          name(service.target()), service.priority(), service.weight(), service.port());
    } else if (data instanceof RecordData.MailExchange mail) {
      return numbersAndName(name(mail.exchange()), mail.preference());
    }
    throw new IllegalStateException("a kind of record that nobody encodes: " + data);
  }

  private static DomainName name(String text) {
    return text.isEmpty() ? DomainName.ROOT : DomainName.parse(text);
  }

  private static byte[] strings(List<String> strings) {
    ByteArrayOutputStream rdata = new ByteArrayOutputStream();
    for (String string : strings) {
      byte[] octets = string.getBytes(StandardCharsets.UTF_8);
      rdata.write(octets.length);
      rdata.writeBytes(octets);
    }
    return rdata.toByteArray();
  }

  private static byte[] numbersAndName(DomainName name, int... numbers) {
    ByteArrayOutputStream rdata = new ByteArrayOutputStream();
    for (int number : numbers) {
      rdata.write(number >> 8);
      rdata.write(number);
    }
    rdata.writeBytes(name.wire());
    return rdata.toByteArray();
  }
}

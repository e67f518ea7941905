package org.comosix.appliance.dhcp.codec.option;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * Routes, as {@code 10.0.0.0/8 via 10.77.0.1}: prefix length, its significant bytes, router.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3442">RFC 3442</a>
 */
final class ClasslessRoutesForm implements OptionForm {

  private static final String VIA = " via ";

  @Override
  public byte[] parse(List<String> elements) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (String element : elements) {
      int at = element.indexOf(VIA);
      if (at < 0) {
        throw new IllegalArgumentException(
            "expected a route such as 10.0.0.0/8 via 10.77.0.1, not \"" + element + "\"");
      }
      Ipv4Subnet destination = Ipv4Subnet.parse(element.substring(0, at));
      content.write(destination.prefixLength());
      content.write(destination.network().octets(), 0, significant(destination.prefixLength()));
      content.writeBytes(Ipv4Address.parse(element.substring(at + VIA.length())).octets());
    }
    return content.toByteArray();
  }

  private static int significant(int prefixLength) {
    return (prefixLength + 7) / 8;
  }

  @Override
  public List<String> read(byte[] content) {
    List<String> routes = new ArrayList<>();
    int at = 0;
    while (at < content.length) {
      int prefix = content[at] & 0xff;
      int router = at + 1 + significant(prefix);
      if (prefix > 32 || router + Ipv4Address.LENGTH > content.length) {
        throw new IllegalArgumentException("expected a route of RFC 3442 at byte " + at);
      }
      byte[] network = Arrays.copyOf(Arrays.copyOfRange(content, at + 1, router), 4);
      at = router + Ipv4Address.LENGTH;
      // A client clears host bits that are set by mistake (RFC 3442), so do we.
      routes.add(
          Ipv4Subnet.containing(Ipv4Address.of(network), prefix)
              + VIA
              + Ipv4Address.of(Arrays.copyOfRange(content, router, at)));
    }
    if (routes.isEmpty()) {
      throw new IllegalArgumentException("expected at least one route");
    }
    return routes;
  }
}

package org.comosix.appliance.dhcp.codec.option;

import java.util.List;

/** One name, as text on the wire: RFC 2132, section 3.17. */
final class DomainNameForm implements OptionForm {

  @Override
  public byte[] parse(List<String> elements) {
    return TextForm.octets(String.join(".", DomainName.labels(elements.get(0))));
  }

  @Override
  public List<String> read(byte[] content) {
    return List.of(TextForm.text(content));
  }
}

package org.comosix.appliance.dhcp.codec.option;

import java.util.Arrays;
import java.util.List;

/**
 * SIP servers: either all names or all addresses, which the first byte tells.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3361#section-3">RFC 3361, section 3</a>
 */
final class SipServersForm implements OptionForm {

  private static final byte NAMES = 0;
  private static final byte ADDRESSES = 1;

  private final OptionForm names = new DomainListForm(false);
  private final OptionForm addresses = FixedForm.address();

  @Override
  public byte[] parse(List<String> elements) {
    boolean numeric = elements.stream().allMatch(element -> element.matches("[\\d.]+"));
    byte[] servers = (numeric ? addresses : names).parse(elements);
    byte[] content = new byte[servers.length + 1];
    content[0] = numeric ? ADDRESSES : NAMES;
    System.arraycopy(servers, 0, content, 1, servers.length);
    return content;
  }

  @Override
  public List<String> read(byte[] content) {
    if (content.length == 0 || (content[0] & 0xff) > ADDRESSES) {
      throw new IllegalArgumentException("expected 0 (names) or 1 (addresses) first");
    }
    OptionForm servers = content[0] == NAMES ? names : addresses;
    return servers.read(Arrays.copyOfRange(content, 1, content.length));
  }
}

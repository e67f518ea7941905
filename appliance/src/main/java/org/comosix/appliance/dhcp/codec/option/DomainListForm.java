package org.comosix.appliance.dhcp.codec.option;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names in the encoding of DNS (RFC 1035, section 3.1). In the search list later names point at the
 * endings of earlier ones; offsets count from the option's first byte.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3397#section-2">RFC 3397, section 2</a>
 */
final class DomainListForm implements OptionForm {

  private static final int POINTER = 0xc0;
  private static final int FARTHEST = 0x3fff;

  /** More than a name has labels. */
  private static final int MOST_POINTERS = 128;

  private final boolean compressed;

  /**
   * For one option.
   *
   * @param compressed whether pointers are written; they are always understood
   */
  DomainListForm(boolean compressed) {
    this.compressed = compressed;
  }

  @Override
  public byte[] parse(List<String> elements) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Map<String, Integer> endings = new HashMap<>();
    elements.forEach(element -> write(DomainName.labels(element), content, endings));
    return content.toByteArray();
  }

  private void write(
      List<String> labels, ByteArrayOutputStream content, Map<String, Integer> endings) {
    for (int i = 0; i < labels.size(); i++) {
      String ending = String.join(".", labels.subList(i, labels.size())).toLowerCase(Locale.ROOT);
      Integer before = endings.get(ending);
      if (compressed && before != null) {
        content.write(POINTER | before >> 8);
        content.write(before);
        return;
      }
      if (content.size() <= FARTHEST) {
        endings.putIfAbsent(ending, content.size());
      }
      content.write(labels.get(i).length());
      content.writeBytes(labels.get(i).getBytes(StandardCharsets.US_ASCII));
    }
    content.write(0);
  }

  @Override
  public List<String> read(byte[] content) {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at < content.length) {
      List<String> labels = new ArrayList<>();
      at = readName(content, at, labels);
      if (labels.isEmpty()) {
        throw new IllegalArgumentException("expected a name, not the root");
      }
      names.add(String.join(".", labels));
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("expected at least one name");
    }
    return names;
  }

  /** Returns where the next name begins. */
  private static int readName(byte[] content, int start, List<String> labels) {
    int begin = start;
    int at = start;
    int next = -1;
    for (int hops = 0; hops < MOST_POINTERS; hops++) {
      for (int length = octet(content, at); length < POINTER; length = octet(content, at)) {
        if (length == 0) {
          return next < 0 ? at + 1 : next;
        }
        labels.add(label(content, at + 1, length));
        at += 1 + length;
      }
      next = next < 0 ? at + 2 : next;
      int target = (octet(content, at) & ~POINTER) << 8 | octet(content, at + 1);
      // Only before this name, so that no loop can be written.
      if (target >= begin) {
        throw new IllegalArgumentException("expected a pointer backwards at byte " + at);
      }
      begin = target;
      at = target;
    }
    throw new IllegalArgumentException("expected fewer pointers from byte " + start);
  }

  private static String label(byte[] content, int from, int length) {
    if (length > 63 || from + length > content.length) {
      throw new IllegalArgumentException("expected a label of DNS at byte " + (from - 1));
    }
    return TextForm.text(Arrays.copyOfRange(content, from, from + length));
  }

  private static int octet(byte[] content, int at) {
    if (at >= content.length) {
      throw new IllegalArgumentException("expected the end of a name, not the end of the option");
    }
    return content[at] & 0xff;
  }
}

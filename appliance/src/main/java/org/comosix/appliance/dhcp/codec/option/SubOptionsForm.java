package org.comosix.appliance.dhcp.codec.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Options inside an option: code, length, content. To be configured as hex, since their meaning is
 * the vendor's.
 */
final class SubOptionsForm implements OptionForm {

  private static final int PAD = 0;
  private static final int END = 255;

  private final Map<Integer, Part> parts;

  /** A known sub-option. */
  private record Part(String name, Optional<OptionType> type) {}

  private SubOptionsForm(Map<Integer, Part> parts) {
    this.parts = parts;
  }

  /** Option 82 (RFC 3046 and its successors). */
  static SubOptionsForm relayAgent() {
    return new SubOptionsForm(
        Map.of(
            1, part("circuit-id"),
            2, part("remote-id"),
            5, part("link-selection", OptionType.IPV4),
            6, part("subscriber-id"),
            10, part("relay-flags"),
            11, part("server-id-override", OptionType.IPV4),
            12, part("relay-id"),
            19, part("relay-source-port", OptionType.UINT16)));
  }

  /** Option 43 where it is PXE's (PXE 2.1, table 2-1). */
  static SubOptionsForm vendor() {
    return new SubOptionsForm(
        Map.of(6, part("6", OptionType.UINT8), 10, part("10"), 71, part("71", OptionType.HEX)));
  }

  /** Option 175 of iPXE: numbers name features that this build of it has. */
  static SubOptionsForm ipxe() {
    return new SubOptionsForm(
        Map.of(
            16, part("pxeext"),
            18, part("iscsi"),
            19, part("http"),
            20, part("https"),
            21, part("tftp"),
            33, part("pxe"),
            36, part("efi"),
            39, part("menu"),
            176, part("no-pxedhcp"),
            235, part("version")));
  }

  private static Part part(String name) {
    return new Part(name, Optional.empty());
  }

  private static Part part(String name, OptionType type) {
    return new Part(name, Optional.of(type));
  }

  @Override
  public byte[] parse(List<String> elements) {
    return HexForm.octets(elements.get(0));
  }

  @Override
  public List<String> read(byte[] content) {
    List<String> texts = new ArrayList<>();
    int at = 0;
    while (at < content.length && (content[at] & 0xff) != END) {
      if (content[at] == PAD) {
        at++;
        continue;
      }
      int start = at + 2;
      int end = start > content.length ? start : start + (content[at + 1] & 0xff);
      if (end > content.length) {
        throw new IllegalArgumentException("expected sub-options, which end after byte " + at);
      }
      texts.add(text(content[at] & 0xff, Arrays.copyOfRange(content, start, end)));
      at = end;
    }
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("expected at least one sub-option");
    }
    return texts;
  }

  @Override
  public boolean readsBack() {
    return false;
  }

  private String text(int code, byte[] content) {
    Part part = parts.getOrDefault(code, part(Integer.toString(code)));
    String value = part.type().map(t -> t.format(content)).orElseGet(() -> bare(content));
    return part.name() + "=" + value;
  }

  private static String bare(byte[] content) {
    return content.length == 1
        ? Integer.toString(content[0] & 0xff)
        : ClientForms.textOrHex(content);
  }
}

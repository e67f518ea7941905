package org.comosix.appliance.dhcp.codec.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.domain.MacAddress;

/** Options that clients send, in words. They cannot be configured: given as text, they are hex. */
final class ClientForms {

  private static final int ETHERNET = 1;
  private static final int RFC_4361 = 255;

  private ClientForms() {}

  private static OptionForm reading(Function<byte[], List<String>> read) {
    return new OptionForm() {
      @Override
      public byte[] parse(List<String> elements) {
        return HexForm.octets(elements.get(0));
      }

      @Override
      public List<String> read(byte[] content) {
        return read.apply(content);
      }

      @Override
      public boolean readsBack() {
        return false;
      }
    };
  }

  /** Text where it is text, bytes otherwise. */
  static String textOrHex(byte[] content) {
    try {
      return TextForm.text(content);
    } catch (IllegalArgumentException e) {
      return content.length == 0 ? "nothing" : HexForm.text(content);
    }
  }

  static OptionForm empty() {
    return reading(
        content -> {
          need(content.length == 0, "no content");
          return List.of("present");
        });
  }

  /** Option 53. */
  static OptionForm messageType() {
    return reading(
        content -> {
          need(content.length == 1, "1 byte");
          return List.of(
              MessageType.ofCode(content[0] & 0xff)
                  .map(Enum::name)
                  .orElse("type " + (content[0] & 0xff)));
        });
  }

  /** Option 55, by the names of the options. */
  static OptionForm optionNames() {
    return reading(
        content -> {
          need(content.length > 0, "at least 1 byte");
          List<String> names = new ArrayList<>();
          for (byte code : content) {
            names.add(OptionDefinitions.nameOf(code & 0xff));
          }
          return names;
        });
  }

  /** Option 61 (RFC 2132, section 9.14; RFC 4361). */
  static OptionForm clientIdentifier() {
    return reading(
        content -> {
          need(content.length >= 2, "at least 2 bytes");
          byte[] rest = Arrays.copyOfRange(content, 1, content.length);
          int type = content[0] & 0xff;
          if (type == ETHERNET && rest.length == MacAddress.LENGTH) {
            return List.of("hardware address " + MacAddress.of(rest));
          }
          if (type == RFC_4361 && rest.length > 4) {
            return List.of(
                "interface "
                    + HexForm.text(Arrays.copyOf(rest, 4))
                    + " of DUID "
                    + HexForm.text(Arrays.copyOfRange(rest, 4, rest.length)));
          }
          return List.of(type == 0 ? textOrHex(rest) : HexForm.text(content));
        });
  }

  /** Option 77: a list with lengths (RFC 3004), or one bare text as iPXE sends it. */
  static OptionForm userClass() {
    return reading(
        content -> {
          need(content.length > 0, "at least 1 byte");
          List<String> classes = new ArrayList<>();
          int at = 0;
          while (at < content.length && content[at] > 0 && at + content[at] < content.length) {
            classes.add(textOrHex(Arrays.copyOfRange(content, at + 1, at + 1 + content[at])));
            at += 1 + content[at];
          }
          return at == content.length ? classes : List.of(textOrHex(content));
        });
  }

  /** Option 93 (RFC 4578, section 2.1; IANA's processor architecture types), one or several. */
  static OptionForm architectures() {
    return reading(
        content -> {
          need(content.length > 0 && content.length % 2 == 0, "2 bytes each");
          List<String> names = new ArrayList<>();
          for (int at = 0; at < content.length; at += 2) {
            names.add(architecture((content[at] & 0xff) << 8 | (content[at + 1] & 0xff)));
          }
          return names;
        });
  }

  /** 7 and 9 are both x86-64: RFC 4578 and its errata have them the other way round. */
  private static String architecture(int number) {
    return switch (number) {
          case 0 -> "x86 BIOS";
          case 6 -> "x86 UEFI";
          case 7, 9 -> "x86-64 UEFI";
          case 10 -> "ARM 32-bit UEFI";
          case 11 -> "ARM 64-bit UEFI";
          case 15 -> "x86 UEFI, HTTP boot";
          case 16 -> "x86-64 UEFI, HTTP boot";
          case 18 -> "ARM 32-bit UEFI, HTTP boot";
          case 19 -> "ARM 64-bit UEFI, HTTP boot";
          case 20 -> "x86 BIOS, HTTP boot";
          case 27 -> "RISC-V 64-bit UEFI";
          case 28 -> "RISC-V 64-bit UEFI, HTTP boot";
          default -> "architecture";
        }
        + " ("
        + number
        + ")";
  }

  /** Option 94: the version of the network interface of firmware (RFC 4578, section 2.2). */
  static OptionForm networkInterface() {
    return reading(
        content -> {
          need(content.length == 3 && content[0] == 1, "3 bytes, the first one 1");
          return List.of("UNDI " + (content[1] & 0xff) + "." + (content[2] & 0xff));
        });
  }

  /** Option 97, in the byte order of SMBIOS, as firmware and dmidecode show it. */
  static OptionForm machineId() {
    return reading(
        content -> {
          need(content.length == 17 && content[0] == 0, "17 bytes, the first one 0");
          java.nio.ByteBuffer guid = java.nio.ByteBuffer.wrap(content, 1, 16);
          long time = Integer.toUnsignedLong(Integer.reverseBytes(guid.getInt()));
          long middle = Short.toUnsignedLong(Short.reverseBytes(guid.getShort()));
          long high = Short.toUnsignedLong(Short.reverseBytes(guid.getShort()));
          return List.of(new UUID(time << 32 | middle << 16 | high, guid.getLong()).toString());
        });
  }

  /** Option 81: flags, two bytes without meaning today, name (RFC 4702, section 2). */
  static OptionForm fullName() {
    return reading(
        content -> {
          need(content.length >= 3, "at least 3 bytes");
          StringBuilder flags = new StringBuilder();
          for (int bit = 3; bit >= 0; bit--) {
            flags.append((content[0] >> bit & 1) == 0 ? "" : "SOEN".charAt(bit));
          }
          byte[] rest = Arrays.copyOfRange(content, 3, content.length);
          boolean encoded = (content[0] & 4) != 0;
          String name = encoded ? encodedName(rest) : textOrHex(rest);
          return List.of(
              (rest.length == 0 ? "no name" : name)
                  + (flags.isEmpty() ? "" : String.format(Locale.ROOT, " (flags %s)", flags)));
        });
  }

  /** Fully qualified with its root label, or one label without it. */
  private static String encodedName(byte[] content) {
    boolean ended = content.length > 0 && content[content.length - 1] == 0;
    byte[] name = ended ? content : Arrays.copyOf(content, content.length + 1);
    return String.join(".", new DomainListForm(false).read(name));
  }

  private static void need(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected);
    }
  }
}

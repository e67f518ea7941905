package org.comosix.appliance.dns.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 2136, section 2, octet by octet. */
class UpdateMessageTest {

  private static final String ZONE = "03 6c6162 00 0006 0001";

  /** One prerequisite: x.lab exists; one record: x.lab 60 TXT "hi". */
  private static final String WHOLE =
      "0001 2800 0001 0001 0001 0000"
          + ZONE
          + "01 78 c00c 00ff 00ff 00000000 0000"
          + "c015 0010 0001 0000003c 0003 02 6869";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void readsAllSections() throws MalformedMessageException {
    UpdateMessage update = UpdateMessage.decode(bytes(WHOLE));
    UpdateMessage.Sections sections = update.sections();

    assertThat(update.zone()).isEqualTo(DomainName.parse("lab"));
    assertThat(update.zoneClass()).isEqualTo(UpdateMessage.CLASS_IN);
    assertThat(sections.prerequisites()).hasSize(1);
    UpdateRecord exists = sections.prerequisites().get(0);
    assertThat(exists.name()).isEqualTo(DomainName.parse("x.lab"));
    assertThat(exists.type()).isEqualTo(RecordType.ANY);
    assertThat(exists.dnsClass()).isEqualTo(UpdateMessage.CLASS_ANY);
    assertThat(exists.hasData()).isFalse();
    UpdateRecord text = sections.updates().get(0);
    assertThat(text.name()).isEqualTo(DomainName.parse("x.lab"));
    assertThat(text.ttl()).isEqualTo(60);
    assertThat(text.rdata()).isEqualTo(bytes("02 6869"));
  }

  @Test
  void cutAnywhereItIsMalformed() {
    byte[] whole = bytes(WHOLE);
    for (int length = Header.LENGTH; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(catchThrowableOfType(MalformedMessageException.class, () -> decoded(cut)))
          .as("%d octets", length)
          .isNotNull();
    }
  }

  @Test
  void changedAnywhereItIsReadOrMalformed() {
    Random chance = new Random(2136);
    for (int i = 0; i < 20_000; i++) {
      byte[] message = bytes(WHOLE);
      for (int changes = chance.nextInt(4); changes >= 0; changes--) {
        message[Header.QDCOUNT + chance.nextInt(message.length - Header.QDCOUNT)] =
            (byte) chance.nextInt();
      }
      try {
        decoded(message);
      } catch (MalformedMessageException e) {
        assertThat(e.malformation()).isNotNull();
      }
    }
  }

  private static UpdateMessage.Sections decoded(byte[] message) throws MalformedMessageException {
    return UpdateMessage.decode(message).sections();
  }

  private static UpdateMessage.Sections withRecord(String type, String rdata)
      throws MalformedMessageException {
    byte[] data = bytes(rdata);
    return decoded(
        bytes(
            "0001 2800 0001 0000 0001 0000"
                + ZONE
                + "c00c"
                + type
                + "0001 0000003c"
                + HexFormat.of().toHexDigits((short) data.length)
                + rdata));
  }

  @ParameterizedTest(name = "type {0}: {1}")
  @CsvSource({
    "0001, 0a4d00", "0001, 0a4d000101", "001c, 0a4d0001", "0010, ''", "0010, 0261", "0010, 0361",
    "0005, 0161", "0005, c00c00", "0005, c0ff", "000c, ''", "000f, 0001", "000f, 00010161",
    "0021, 000000000000", "0021, 00000000000001", "0031, 000101", "0006, c00cc00c", "0005, 4161"
  })
  void dataThatAreNotWhatTheirTypeHas(String type, String rdata) {
    MalformedMessageException thrown =
        catchThrowableOfType(MalformedMessageException.class, () -> withRecord(type, rdata));
    assertThat(thrown).isNotNull();
  }

  @ParameterizedTest(name = "type {0}: {1}")
  @CsvSource({
    "0001, 0a4d0001, 0a4d0001",
    "0005, c00c, 036c616200",
    "0005, 0141 c00c, 0161036c616200",
    "000c, 0141 c00c, 0161036c616200",
    "000f, 000a c00c, 000a036c616200",
    "0021, 0001 0002 0003 0141 00, 000100020003016100",
    "0031, 00010141, 00010141",
    "ff00, 41c00c, 41c00c"
  })
  void dataHaveOneForm(String type, String rdata, String expected)
      throws MalformedMessageException {
    assertThat(withRecord(type, rdata).updates().get(0).rdata()).isEqualTo(bytes(expected));
  }

  @Test
  void theZoneIsOneAndItsTypeIsSoa() {
    assertThat(malformation("0001 2800 0000 0000 0000 0000"))
        .isEqualTo(Malformation.NOT_ONE_QUESTION);
    assertThat(malformation("0001 2800 0001 0000 0000 0000 00 0001 0001"))
        .isEqualTo(Malformation.NOT_A_ZONE);
    assertThat(malformation("0001 2800 0001 0000 0000 0000" + ZONE + "00"))
        .isEqualTo(Malformation.TRAILING_OCTETS);
  }

  private static Malformation malformation(String hex) {
    return catchThrowableOfType(
            MalformedMessageException.class, () -> UpdateMessage.decode(bytes(hex)))
        .malformation();
  }
}

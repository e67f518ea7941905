package org.comosix.appliance.dns.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QueryDecoderTest {

  private static final String ID_AND_FLAGS = "1234 0100 ";
  private static final String ONE_QUESTION = ID_AND_FLAGS + "0001 0000 0000 0000 ";
  private static final String WITH_ONE_RECORD = ID_AND_FLAGS + "0001 0000 0000 0001 ";
  private static final String WITH_TWO_RECORDS = ID_AND_FLAGS + "0001 0000 0000 0002 ";
  private static final String A_IN = " 0001 0001 ";
  private static final String NAME_X = "01 78 00";
  private static final String OPT = "00 0029 04d0 00 00 0000 0000 ";
  private static final String TSIG_FIXED = "00 00fa 00ff 00000000 ";
  private static final String TSIG_FIELDS = "000000000000 012c 0000 0000 0000 0000 ";
  private static final String TSIG = TSIG_FIXED + "0011 00 " + TSIG_FIELDS;

  static List<Arguments> malformed() {
    return List.of(
        broken(Malformation.NOT_ONE_QUESTION, "no question", ID_AND_FLAGS + "0000 0000 0000 0000"),
        broken(
            Malformation.NOT_ONE_QUESTION,
            "two questions",
            ID_AND_FLAGS + "0002 0000 0000 0000 " + NAME_X + A_IN + NAME_X + A_IN),
        broken(Malformation.CUT_SHORT, "nothing behind the header", ONE_QUESTION),
        broken(Malformation.CUT_SHORT, "a label without its octets", ONE_QUESTION + "05 78"),
        broken(Malformation.CUT_SHORT, "a name without its end", ONE_QUESTION + "01 78"),
        broken(Malformation.CUT_SHORT, "no class", ONE_QUESTION + NAME_X + "0001"),
        broken(Malformation.CUT_SHORT, "no record", WITH_ONE_RECORD + NAME_X + A_IN),
        broken(Malformation.CUT_SHORT, "half a pointer", WITH_ONE_RECORD + NAME_X + A_IN + "c0"),
        broken(
            Malformation.CUT_SHORT,
            "rdata shorter than its length",
            WITH_ONE_RECORD + NAME_X + A_IN + "00 0001 0001 00000000 0004 0a4d00"),
        broken(
            Malformation.POINTER_IN_QUESTION, "a pointer to itself", ONE_QUESTION + "c00c" + A_IN),
        broken(
            Malformation.POINTER_IN_QUESTION,
            "a pointer into the header",
            ONE_QUESTION + "01 78 c000" + A_IN),
        broken(
            Malformation.UNKNOWN_LABEL_TYPE, "an extended label", ONE_QUESTION + "41 78 00" + A_IN),
        broken(Malformation.UNKNOWN_LABEL_TYPE, "type 10", ONE_QUESTION + "80 00" + A_IN),
        broken(
            Malformation.NAME_TOO_LONG,
            "256 octets",
            ONE_QUESTION
                + ("3f" + "78".repeat(63)).repeat(3)
                + "3e"
                + "78".repeat(62)
                + "00"
                + A_IN),
        broken(
            Malformation.NAME_TOO_LONG,
            "an owner of 256 octets",
            WITH_ONE_RECORD + NAME_X + A_IN + "01 78".repeat(128) + "00"),
        broken(
            Malformation.RECORDS_IN_A_QUERY,
            "an answer",
            ID_AND_FLAGS
                + "0001 0001 0000 0000"
                + NAME_X
                + A_IN
                + "c00c 0001 0001 00000000 0004 0a4d0001"),
        broken(
            Malformation.RECORDS_IN_A_QUERY,
            "an authority record",
            ID_AND_FLAGS + "0001 0000 0001 0000" + NAME_X + A_IN),
        broken(
            Malformation.SECOND_OPT,
            "two OPT records",
            WITH_TWO_RECORDS + NAME_X + A_IN + OPT + OPT),
        broken(
            Malformation.OPT_NOT_AT_ROOT,
            "an OPT record with a name",
            WITH_ONE_RECORD + NAME_X + A_IN + "01 78" + OPT),
        broken(
            Malformation.OPT_NOT_AT_ROOT,
            "an OPT record with a pointer for a name",
            WITH_ONE_RECORD + NAME_X + A_IN + "c00c" + OPT.substring(2)),
        broken(
            Malformation.TSIG_NOT_LAST,
            "a record behind TSIG",
            WITH_TWO_RECORDS + NAME_X + A_IN + TSIG + OPT),
        broken(
            Malformation.TSIG_MALFORMED,
            "a TSIG record without data",
            WITH_ONE_RECORD + NAME_X + A_IN + TSIG_FIXED + "0001 00"),
        broken(
            Malformation.TSIG_MALFORMED,
            "a TSIG record with an octet too many",
            WITH_ONE_RECORD + NAME_X + A_IN + TSIG_FIXED + "0012 00" + TSIG_FIELDS + "00"),
        broken(
            Malformation.TSIG_MALFORMED,
            "a TSIG record of class IN",
            WITH_ONE_RECORD + NAME_X + A_IN + TSIG.replace("00ff", "0001")),
        broken(
            Malformation.POINTER_FORWARDS,
            "an algorithm that points to itself",
            WITH_ONE_RECORD + NAME_X + A_IN + TSIG_FIXED + "0012 c01e" + TSIG_FIELDS),
        broken(
            Malformation.IXFR_WITHOUT_SOA,
            "IXFR from nowhere",
            ONE_QUESTION + NAME_X + "00fb 0001"),
        broken(Malformation.TRAILING_OCTETS, "one octet more", ONE_QUESTION + NAME_X + A_IN + "00"),
        broken(Malformation.META_QTYPE, "QTYPE OPT", ONE_QUESTION + NAME_X + "0029 0001"),
        broken(Malformation.META_QTYPE, "QTYPE TSIG", ONE_QUESTION + NAME_X + "00fa 0001"),
        broken(Malformation.META_QTYPE, "QTYPE 0", ONE_QUESTION + NAME_X + "0000 0001"));
  }

  private static Arguments broken(Malformation malformation, String what, String hex) {
    return Arguments.of(malformation, what, hex);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("malformed")
  void refuses(Malformation malformation, String what, String hex) {
    MalformedMessageException thrown =
        catchThrowableOfType(
            MalformedMessageException.class, () -> QueryDecoder.decode(bytes(hex)));

    assertThat(thrown).as(what).isNotNull();
    assertThat(thrown.malformation()).isEqualTo(malformation);
    assertThat(thrown.offset()).isBetween(Header.LENGTH, bytes(hex).length + 64);
    assertThat(thrown.getStackTrace()).as("cheap to throw").isEmpty();
  }

  @Test
  void everyMalformationIsShown() {
    Set<Object> shown =
        malformed().stream()
            .map(row -> Objects.requireNonNull(row.get()[0]))
            .collect(Collectors.toSet());

    assertThat(shown)
        .containsAll(
            EnumSet.complementOf(
                EnumSet.of(Malformation.NOT_A_ZONE, Malformation.RDATA_MALFORMED)));
  }

  @Test
  void takesTheLongestName() throws MalformedMessageException {
    String longest = ("3f" + "78".repeat(63)).repeat(3) + "3d" + "78".repeat(61) + "00";
    Query query = QueryDecoder.decode(bytes(ONE_QUESTION + longest + A_IN));

    assertThat(query.name().length()).isEqualTo(DomainName.MAX_LENGTH);
  }

  @Test
  void takesTheRoot() throws MalformedMessageException {
    assertThat(QueryDecoder.decode(bytes(ONE_QUESTION + "00" + A_IN)).name())
        .isEqualTo(DomainName.ROOT);
  }

  @Test
  void skipsAnOwnerThatIsAPointerToItself() throws MalformedMessageException {
    String record = "c014 0001 0001 00000000 0004 0a4d0001";

    assertThat(
            QueryDecoder.decode(bytes(WITH_ONE_RECORD + NAME_X + A_IN + record)).name().toString())
        .isEqualTo("x.");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}

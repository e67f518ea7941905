package org.comosix.appliance.dns.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.comosix.appliance.dns.codec.OutgoingQuery.Fit;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;

class OutgoingQueryTest {

  private static final DomainName NAME = DomainName.parse("www.example.org");

  private final Random random = new Random(1);

  private OutgoingQuery query(boolean dnssecOk, boolean checkingDisabled) {
    return OutgoingQuery.of(NAME, RecordType.A, dnssecOk, checkingDisabled, random);
  }

  @Test
  void asksWithEdnsAndPassesDoAndCdOn() throws Exception {
    Message plain = new Message(query(false, false).message());
    assertThat(plain.getHeader().printFlags().strip()).isEqualTo("rd ad");
    assertThat(plain.getOPT().getPayloadSize()).isEqualTo(1232);
    assertThat(plain.getOPT().getFlags()).isZero();

    Message secure = new Message(query(true, true).message());
    assertThat(secure.getHeader().printFlags().strip()).isEqualTo("rd ad cd");
    assertThat(secure.getOPT().getFlags()).isEqualTo(0x8000);
  }

  @Test
  void identifierAndCaseDifferFromQueryToQuery() throws Exception {
    Set<Integer> identifiers = new HashSet<>();
    Set<String> spellings = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      Message message = new Message(query(false, false).message());
      identifiers.add(message.getHeader().getID());
      spellings.add(message.getQuestion().getName().toString());
    }
    assertThat(identifiers).hasSizeGreaterThan(195);
    assertThat(spellings)
        .hasSizeGreaterThan(190)
        .allSatisfy(
            name -> assertThat(name.toLowerCase(Locale.ROOT)).isEqualTo("www.example.org."));
  }

  @Test
  void onlyTheSameIdentifierQuestionAndCaseAreTheAnswer() {
    OutgoingQuery query = query(false, false);
    byte[] answer = query.message();
    assertThat(query.fit(answer)).as("a query").isEqualTo(Fit.STRANGER);
    answer[2] |= (byte) (Header.QR >> 8);
    assertThat(query.fit(answer)).isEqualTo(Fit.ANSWER);

    for (int bit = 0; bit < Short.SIZE; bit++) {
      byte[] other = answer.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(query.fit(other)).as("identifier").isEqualTo(Fit.STRANGER);
    }
    byte[] otherCase = answer.clone();
    otherCase[Header.LENGTH + 1] ^= 0x20;
    assertThat(query.fit(otherCase)).isEqualTo(Fit.CASE_DIFFERS);
    int nameEnd = Header.LENGTH + NAME.length();
    for (int at : new int[] {Header.LENGTH, Header.LENGTH + 2, nameEnd + 1, nameEnd + 3, 5}) {
      byte[] other = answer.clone();
      other[at] ^= 0x01;
      assertThat(query.fit(other)).as("octet " + at).isEqualTo(Fit.STRANGER);
    }
    assertThat(query.fit(Arrays.copyOf(answer, nameEnd))).isEqualTo(Fit.STRANGER);
  }
}

package org.comosix.appliance.tftp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetasciiTest {

  @ParameterizedTest
  @CsvSource({"abc, abc", "a|b, a>|b", "a>b, a>0b", ">|, >0>|", "||, >|>|", "'', ''"})
  void lineFeedAndCarriageReturnAreTold(String plain, String wire) {
    assertThat(new String(Netascii.encode(bytes(plain)), US_ASCII))
        .isEqualTo(new String(bytes(wire), US_ASCII));
  }

  private static byte[] bytes(String text) {
    return text.replace('|', '\n').replace('>', '\r').replace('0', '\0').getBytes(US_ASCII);
  }
}

package org.comosix.appliance.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered to which option: RFC 2347, 2348, 2349, 7440. */
final class TftpOptionsTest {

  @ParameterizedTest(name = "{0}={1} is answered {2}")
  @CsvSource({
    "blksize, 512, 512",
    "blksize, 8, 8",
    "blksize, 1468, 1468",
    "blksize, 1469, 1468",
    "blksize, 65464, 1468",
    "blksize, 7, ",
    "blksize, 65465, ",
    "blksize, 0, ",
    "blksize, -1, ",
    "blksize, 1e3, ",
    "blksize, 99999999999999999999, ",
    "tsize, 0, 123456",
    "tsize, 17, 123456",
    "tsize, x, ",
    "timeout, 1, 1",
    "timeout, 8, 8",
    "timeout, 9, ",
    "timeout, 0, ",
    "timeout, 256, ",
    "windowsize, 1, 1",
    "windowsize, 32, 32",
    "windowsize, 65535, 32",
    "windowsize, 0, ",
    "windowsize, 65536, ",
    "multicast, , ",
    "rollover, 0, "
  })
  void eachOptionAtItsLimits(String name, String value, String answer) {
    Map<String, String> asked = Map.of(name, value == null ? "" : value);

    TftpOptions options = TftpOptions.negotiate(asked, 123_456, TftpLimits.DEFAULT);

    assertThat(options.accepted()).isEqualTo(answer == null ? Map.of() : Map.of(name, answer));
  }

  @Test
  void withoutOptionsBlocksHave512BytesAndAreSentOneByOne() {
    TftpOptions options = TftpOptions.negotiate(Map.of(), 1, TftpLimits.DEFAULT);
    assertThat(options.blockSize()).isEqualTo(512);
    assertThat(options.windowSize()).isEqualTo(1);
    assertThat(options.timeout()).isEmpty();
  }
}

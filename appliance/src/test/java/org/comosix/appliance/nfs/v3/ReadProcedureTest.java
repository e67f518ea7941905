package org.comosix.appliance.nfs.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.nfs.NfsFixture.DATA;
import static org.comosix.appliance.nfs.Xdr.xdr;

import java.nio.file.Path;
import java.util.Arrays;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.NfsFixture;
import org.comosix.appliance.nfs.rpc.Peer.Carrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 1813, section 3.3.6. */
final class ReadProcedureTest {

  private static final int READ = 6;
  private static final int SIZE = 100_001;

  private NfsFixture nfs;

  @BeforeEach
  void publish(@TempDir Path state) {
    nfs = new NfsFixture(state);
  }

  @ParameterizedTest(name = "READ {1} at {0}")
  @CsvSource({
    "0, 1",
    "0, 4096",
    "1, 8191",
    "0, 8192",
    "0, 8193",
    "99999, 2",
    "99999, 1",
    "100000, 1",
    "100000, 4096",
    "0, 100001",
    "0, 100000",
    "3, 1048576",
    "0, 2147483647",
    "0, -1",
    "0, -2147483648",
    "100001, 1",
    "100002, 4096",
    "4294967296, 4096",
    "9223372036854775807, 4096",
    "-1, 4096",
    "-9223372036854775808, 1",
    "0, 0",
    "100001, 0"
  })
  void dataIsCutAtTheEndAndAtTheLargestCount(long offset, int count) {
    int start = (int) (offset < 0 ? SIZE : Math.min(offset, SIZE));
    int wanted = (int) Math.min(Integer.toUnsignedLong(count), 1 << 20);
    int length = Math.min(wanted, SIZE - start);

    byte[] results = nfs.nfs(READ, nfs.handle("data.bin").u64(offset).u32(count));

    assertThat(results)
        .isEqualTo(
            xdr()
                .u32(0)
                .raw(nfs.attributes("data.bin"))
                .u32(length, start + length == SIZE ? 1 : 0)
                .opaque(Arrays.copyOfRange(DATA, start, start + length))
                .bytes());
  }

  @Test
  void anEmptyFileIsAtItsEnd() {
    assertThat(nfs.nfs(READ, nfs.handle("empty").u64(0).u32(4096)))
        .isEqualTo(xdr().u32(0).raw(nfs.attributes("empty")).u32(0, 1, 0).bytes());
  }

  @Test
  void byUdpACountIsCutToWhatADatagramTakes() {
    nfs.carrier = Carrier.UDP;
    assertThat(nfs.nfs(READ, nfs.handle("data.bin").u64(0).u32(65_536)))
        .isEqualTo(
            xdr()
                .u32(0)
                .raw(nfs.attributes("data.bin"))
                .u32(32_768, 0)
                .opaque(Arrays.copyOf(DATA, 32_768))
                .bytes());
  }

  @ParameterizedTest
  @CsvSource({"etc, 21", "/, 21", "bin, 22", "dev/null, 22", "dev/initctl, 22"})
  void onlyAFileCanBeRead(String path, int status) {
    assertThat(nfs.nfs(READ, nfs.handle(path).u64(0).u32(1)))
        .isEqualTo(xdr().u32(status).raw(nfs.attributes(path)).bytes());
  }

  @Test
  void whoMayNotReadGetsAcces() {
    assertThat(nfs.nfsAs(1001, READ, nfs.handle("etc/secret").u64(0).u32(1)))
        .isEqualTo(xdr().u32(13).raw(nfs.attributes("etc/secret")).bytes());
    assertThat(nfs.nfsAs(50, READ, nfs.handle("etc/secret").u64(0).u32(1))).startsWith(0, 0, 0, 0);
    assertThat(nfs.counters.of(NfsEvent.ACCES)).isEqualTo(1);
  }

  @Test
  void aReadThatCannotEvenWaitForTheDiskIsToComeLater() {
    nfs.verdict = Residency.Verdict.OVERLOADED;
    assertThat(nfs.nfs(READ, nfs.handle("data.bin").u64(0).u32(1)))
        .isEqualTo(xdr().u32(10_008).raw(nfs.attributes("data.bin")).bytes());
    assertThat(nfs.counters.of(NfsEvent.COLD_QUEUE_FULL)).isEqualTo(1);
  }

  @Test
  void aShortReadFromTheDiskIsNotCopiedBeforeItIsThere() {
    nfs.verdict = Residency.Verdict.COLD;
    assertThat(nfs.nfs(READ, nfs.handle("data.bin").u64(0).u32(5)))
        .isEqualTo(
            xdr()
                .u32(0)
                .raw(nfs.attributes("data.bin"))
                .u32(5, 0)
                .opaque(Arrays.copyOf(DATA, 5))
                .bytes());
  }
}

package org.comosix.appliance.nfs.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.nfs.Xdr;
import org.junit.jupiter.api.Test;

/** RFC 5531, section 11. */
final class RecordReaderTest {

  private static final long LAST = 1L << 31;
  private static final int MAX = 64;

  private final RecordReader records = new RecordReader(MAX);

  @Test
  void recordsOfOneAndOfSeveralFragmentsComeWhole() {
    Xdr stream = Xdr.xdr();
    stream.u32(LAST | 4, 1); // one fragment
    stream.u32(4, 2).u32(0).u32(8, 3, 4).u32(LAST | 4, 5); // four, one of them empty
    stream.u32(8, 6, 7).u32(LAST); // the last one empty
    stream.u32(LAST | 4, 8);

    assertThat(readAll(stream.bytes())).containsExactly("1", "2 3 4 5", "6 7", "8");
  }

  @Test
  void theSameAtEveryPlaceWhereTheStreamCanBeCut() {
    byte[] stream = Xdr.xdr().u32(LAST | 4, 1).u32(4, 2).u32(LAST | 4, 3).bytes();
    for (int cut = 0; cut <= stream.length; cut++) {
      RecordReader reader = new RecordReader(MAX);
      List<String> found = new ArrayList<>();
      ByteBuffer in = ByteBuffer.wrap(stream, 0, cut);
      take(reader, in, found);
      take(reader, in.limit(stream.length), found);
      assertThat(found).as("cut at %d", cut).containsExactly("1", "2 3");
    }
  }

  @Test
  void aLongRecordIsRefusedByItsMarkAlone() {
    assertTooLong(Xdr.xdr().u32(LAST | MAX + 1));
    assertTooLong(Xdr.xdr().u32(0x7fff_ffff));
    assertTooLong(Xdr.xdr().u32(0xffff_ffffL));
    assertTooLong(Xdr.xdr().u32(60).raw(new byte[60]).u32(LAST | 8));
  }

  @Test
  void aRecordOfTheLargestLengthIsTaken() {
    Xdr stream = Xdr.xdr().u32(60).raw(new byte[60]).u32(LAST | 4, 1);

    assertThat(records.next(ByteBuffer.wrap(stream.bytes()))).isTrue();
    assertThat(records.read(new XdrReader()).remaining()).isEqualTo(MAX);
  }

  private void assertTooLong(Xdr stream) {
    RecordReader reader = new RecordReader(MAX);
    assertThatThrownBy(() -> reader.next(ByteBuffer.wrap(stream.bytes())))
        .isInstanceOf(MalformedCallException.class);
  }

  private List<String> readAll(byte[] stream) {
    List<String> found = new ArrayList<>();
    take(records, ByteBuffer.wrap(stream), found);
    return found;
  }

  private static void take(RecordReader reader, ByteBuffer in, List<String> found) {
    while (reader.next(in)) {
      XdrReader message = reader.read(new XdrReader());
      List<String> numbers = new ArrayList<>();
      while (message.remaining() > 0) {
        numbers.add(Integer.toString(message.getInt()));
      }
      found.add(String.join(" ", numbers));
    }
  }
}

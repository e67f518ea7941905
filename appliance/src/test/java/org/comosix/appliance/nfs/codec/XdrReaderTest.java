package org.comosix.appliance.nfs.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.comosix.appliance.nfs.Xdr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XdrReaderTest {

  @Test
  void itemsAreReadInTheOrderInWhichTheyLie() {
    Xdr message = Xdr.xdr().u32(-2).u64(1L << 40).u32(1).string("abcde").u32(3).opaque(new byte[3]);

    XdrReader in = reader(message.bytes());

    assertThat(in.getInt()).isEqualTo(-2);
    assertThat(in.getLong()).isEqualTo(1L << 40);
    assertThat(in.getBoolean()).isTrue();
    assertThat(in.getString(5)).isEqualTo("abcde");
    assertThat(in.getEnum(3)).isEqualTo(3);
    in.skipOpaque(3);
    assertThat(in.remaining()).isZero();
  }

  @Test
  void aMessageEndsWhereItEndsAndNotWhereItsBufferEnds() {
    byte[] bytes = Xdr.xdr().u32(1, 2, 3).bytes();
    XdrReader in = new XdrReader().over(ByteBuffer.wrap(bytes), 4, 8);

    assertThat(in.getInt()).isEqualTo(2);
    assertThatThrownBy(in::getInt)
        .isInstanceOf(MalformedCallException.class)
        .hasMessage("at byte 4: expected 4 more bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 3, 9, 8, 6, 5})
  void aLengthBeyondTheMessageIsRefusedWithoutMemoryForIt(int length) {
    byte[] bytes = Xdr.xdr().u32(length).raw(new byte[] {1, 2, 3, 4}).bytes();

    assertMalformed(bytes, in -> in.getOpaque(XdrReader.UNBOUNDED));
    assertMalformed(bytes, in -> in.skipOpaque(XdrReader.UNBOUNDED));
    assertMalformed(bytes, in -> in.getString(XdrReader.UNBOUNDED));
  }

  @Test
  void whatIsOutOfItsBoundsIsRefused() {
    assertMalformed(Xdr.xdr().u32(2).bytes(), XdrReader::getBoolean);
    assertMalformed(Xdr.xdr().u32(4).bytes(), in -> in.getEnum(3));
    assertMalformed(Xdr.xdr().u32(-1).bytes(), in -> in.getEnum(3));
    assertMalformed(Xdr.xdr().string("abcde").bytes(), in -> in.getOpaque(4));
    assertMalformed(new byte[7], XdrReader::getLong);
    assertMalformed(Xdr.xdr().u32(3).raw(new byte[3]).bytes(), in -> in.getOpaque(3));
  }

  @Test
  void rubbishCostsNoStackTrace() {
    assertThat(new MalformedCallException(3, "more").getStackTrace()).isEmpty();
  }

  private static void assertMalformed(byte[] bytes, Consumer<XdrReader> read) {
    assertThatThrownBy(() -> read.accept(reader(bytes))).isInstanceOf(MalformedCallException.class);
  }

  private static XdrReader reader(byte[] bytes) {
    return new XdrReader().over(ByteBuffer.wrap(bytes), 0, bytes.length);
  }
}

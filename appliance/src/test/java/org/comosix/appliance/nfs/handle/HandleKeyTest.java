package org.comosix.appliance.nfs.handle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class HandleKeyTest {

  /**
   * Key 00 to 0f, message 00 to 17, as {@code openssl mac -macopt size:8 SipHash} computes it: 94
   * af 49 f6 c6 50 ad b8.
   */
  @Test
  void theTagIsSipHash24() {
    byte[] key = new byte[HandleKey.LENGTH];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }

    long tag =
        new HandleKey(key).tag(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 0x1716151413121110L);

    assertThat(Long.toHexString(tag)).isEqualTo("b8ad50c6f649af94");
  }

  @Test
  void aKeyOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new HandleKey(new byte[15]))
        .hasMessage("a handle key has 16 bytes, not 15");
  }
}

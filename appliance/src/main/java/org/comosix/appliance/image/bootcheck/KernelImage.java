package org.comosix.appliance.image.bootcheck;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.comosix.appliance.image.GenerationFileSystem;

/**
 * A kernel of x86 in the bzImage form, which says its own version.
 *
 * @see <a href="https://docs.kernel.org/arch/x86/boot.html">Linux/x86 boot protocol</a>
 */
final class KernelImage {

  private static final int MAGIC = 0x202;
  private static final int HDRS = 0x53726448; // "HdrS"
  private static final int VERSION_POINTER = 0x20e;
  private static final int MAX_VERSION = 256;

  private KernelImage() {}

  /**
   * The version as {@code uname -r} will tell it, {@code 6.1.0-18-amd64}; empty for a file that is
   * no bzImage (another architecture's kernel).
   */
  static Optional<String> version(GenerationFileSystem tree, long kernel) {
    ByteBuffer start = tree.read(kernel, 0, 0x300).order(ByteOrder.LITTLE_ENDIAN);
    if (start.remaining() < 0x300 || start.getInt(MAGIC) != HDRS) {
      return Optional.empty();
    }
    int pointer = Short.toUnsignedInt(start.getShort(VERSION_POINTER));
    if (pointer == 0) {
      return Optional.empty();
    }
    ByteBuffer text = tree.read(kernel, pointer + 0x200L, MAX_VERSION);
    String line = StandardCharsets.ISO_8859_1.decode(text).toString();
    int end = 0;
    while (end < line.length() && line.charAt(end) > ' ') {
      end++;
    }
    return end == 0 ? Optional.empty() : Optional.of(line.substring(0, end));
  }
}

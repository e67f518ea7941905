package org.comosix.appliance.image.store;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.ImageStoreException;

/** Opens an index: maps it and checks every byte of it once. */
final class IndexFile {

  private IndexFile() {}

  /**
   * @param expected the generation whose place in the store the file has
   * @throws ImageStoreException it cannot be read, or is not what was written
   */
  static MappedByteBuffer open(Path path, GenerationId expected) {
    MappedByteBuffer index = map(path);
    if (index.capacity() < IndexLayout.HEADER_BYTES || index.getLong(0) != IndexLayout.MAGIC) {
      throw damaged(path, "it is not an index of coMosix");
    }
    int version = index.getInt(8);
    if (version != IndexLayout.VERSION) {
      throw damaged(
          path,
          "it has format version "
              + version
              + "; this program reads version "
              + IndexLayout.VERSION
              + " (written by another release of coMosix?)");
    }
    long length = index.getLong(IndexLayout.FILE_LENGTH);
    if (length != index.capacity()) {
      throw damaged(path, "it has " + index.capacity() + " bytes and should have " + length);
    }
    if (checksum(index) != index.getInt(IndexLayout.CRC)) {
      throw damaged(path, "its checksum is wrong: bytes of it were changed");
    }
    GenerationId stated = generation(index);
    if (!stated.equals(expected)) {
      throw damaged(path, "it is the index of " + stated);
    }
    return index;
  }

  private static MappedByteBuffer map(Path path) {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return file.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(file.size(), Integer.MAX_VALUE));
    } catch (IOException e) {
      throw new ImageStoreException("cannot map index " + path, e);
    }
  }

  private static int checksum(MappedByteBuffer index) {
    CRC32C crc = new CRC32C();
    int body = index.capacity() - IndexLayout.HEADER_BYTES;
    crc.update(index.slice(IndexLayout.HEADER_BYTES, body));
    IndexSink.checksumHeader(crc, index);
    return (int) crc.getValue();
  }

  private static GenerationId generation(MappedByteBuffer index) {
    int length = Math.min(index.getInt(IndexLayout.NAME_LENGTH), IndexLayout.NAME_MAX);
    byte[] name = new byte[length];
    index.get(IndexLayout.NAME, name);
    return new GenerationId(
        new ImageName(new String(name, StandardCharsets.US_ASCII)),
        index.getInt(IndexLayout.NUMBER));
  }

  private static ImageStoreException damaged(Path path, String why) {
    return new ImageStoreException("index " + path + " is refused: " + why);
  }
}

package org.comosix.appliance.image.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.image.source.ArchiveInput.BrokenArchive;
import org.comosix.appliance.image.source.SparseMap.Region;

/**
 * The four ways in which GNU tar tells of a sparse file's regions.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html">GNU tar,
 *     storing sparse files</a>
 */
final class SparseFormats {

  private final BlockSource blocks;
  private final Bounded stored;

  /** Reads the archive's next block. */
  @FunctionalInterface
  interface BlockSource {
    byte[] next() throws IOException;
  }

  /**
   * For one member.
   *
   * @param blocks the archive behind the member's header
   * @param stored the member's content
   */
  SparseFormats(BlockSource blocks, Bounded stored) {
    this.blocks = blocks;
    this.stored = stored;
  }

  /** Empty when the file is not sparse. Takes what lies before the content. */
  Optional<SparseMap> read(TarHeader header, PaxRecords pax) throws IOException {
    if (header.type() == 'S') {
      return Optional.of(new SparseMap(oldGnu(header), header.sparseRealSize()));
    }
    if (pax.bytes("GNU.sparse.major").isPresent()) {
      return Optional.of(
          new SparseMap(beforeContent(stored), pax.number("GNU.sparse.realsize", 0)));
    }
    if (pax.bytes("GNU.sparse.size").isPresent()) {
      return Optional.of(new SparseMap(inRecords(pax), pax.number("GNU.sparse.size", 0)));
    }
    return Optional.empty();
  }

  private List<Region> oldGnu(TarHeader header) throws IOException {
    List<Region> regions = new ArrayList<>();
    add(header, TarHeader.SPARSE, TarHeader.SPARSE_IN_HEADER, regions);
    boolean more = header.sparseGoesOn();
    while (more) {
      TarHeader block = new TarHeader(blocks.next());
      add(block, 0, TarHeader.SPARSE_IN_BLOCK, regions);
      more = block.sparseBlockGoesOn();
    }
    return regions;
  }

  private static void add(TarHeader block, int from, int count, List<Region> regions)
      throws BrokenArchive {
    for (int at = from; at < from + 24 * count && block.block()[at] != 0; at += 24) {
      regions.add(new Region(block.number(at, 12), block.number(at + 12, 12)));
    }
    limit(regions.size());
  }

  /** Version 0.0 repeats two keywords, 0.1 has one list of both. */
  private static List<Region> inRecords(PaxRecords pax) throws BrokenArchive {
    List<Long> numbers = new ArrayList<>();
    for (Map.Entry<String, byte[]> record : pax.records()) {
      String keyword = record.getKey();
      if (keyword.equals("GNU.sparse.offset")
          || keyword.equals("GNU.sparse.numbytes")
          || keyword.equals("GNU.sparse.map")) {
        String list = new String(record.getValue(), StandardCharsets.US_ASCII);
        for (String number : list.split(",", -1)) {
          numbers.add(PaxRecords.parseNumber(number));
        }
      }
    }
    return regions(numbers);
  }

  /** Version 1.0: decimal lines before the content, padded to a block: a count, then pairs. */
  private static List<Region> beforeContent(Bounded stored) throws IOException {
    long start = stored.left();
    long count = PaxRecords.parseNumber(line(stored));
    limit(count);
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < 2 * count; i++) {
      numbers.add(PaxRecords.parseNumber(line(stored)));
    }
    long taken = start - stored.left();
    stored.skipNBytes(-taken & (TarHeader.BLOCK - 1));
    return regions(numbers);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0 || line.length() > 20) {
        throw new BrokenArchive("a sparse map is malformed");
      }
      line.append((char) next);
      next = in.read();
    }
    return line.toString();
  }

  private static List<Region> regions(List<Long> numbers) throws BrokenArchive {
    if (numbers.size() % 2 != 0) {
      throw new BrokenArchive("a sparse map has an offset without a length");
    }
    limit(numbers.size() / 2);
    List<Region> regions = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i += 2) {
      regions.add(new Region(numbers.get(i), numbers.get(i + 1)));
    }
    return regions;
  }

  private static void limit(long regions) throws BrokenArchive {
    if (regions > SparseMap.MAX_REGIONS) {
      throw new BrokenArchive("a sparse file is in more than " + SparseMap.MAX_REGIONS + " parts");
    }
  }
}

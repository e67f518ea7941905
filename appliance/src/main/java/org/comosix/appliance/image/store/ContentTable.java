package org.comosix.appliance.image.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.image.store.Content.Extent;
import org.comosix.appliance.image.store.IndexLayout.Section;

/** The contents of one generation, sorted by hash. */
final class ContentTable {

  private final ByteBuffer index;
  private final int[] segmentNumbers;

  ContentTable(ByteBuffer index, int[] segmentNumbers) {
    this.index = index;
    this.segmentNumbers = segmentNumbers;
  }

  int count() {
    return Section.CONTENTS.count(index);
  }

  long totalBytes() {
    long total = 0;
    for (int place = 0; place < count(); place++) {
      total += index.getLong(record(place) + IndexLayout.CONTENT_SIZE);
    }
    return total;
  }

  Optional<Content> find(Sha256 hash) {
    int low = 0;
    int high = count() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = hash(middle).compareTo(hash);
      if (order == 0) {
        return Optional.of(get(middle));
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  Content get(int place) {
    int at = record(place);
    int first = index.getInt(at + IndexLayout.CONTENT_FIRST);
    List<Extent> extents = new ArrayList<>();
    for (int i = 0; i < index.getInt(at + IndexLayout.CONTENT_COUNT); i++) {
      extents.add(extent(first + i));
    }
    return new Content(hash(place), index.getLong(at + IndexLayout.CONTENT_SIZE), extents);
  }

  private Extent extent(int number) {
    int at = Section.EXTENTS.offset(index) + number * Section.EXTENTS.record;
    return new Extent(
        segmentNumbers[index.getInt(at)],
        index.getLong(at + IndexLayout.EXTENT_OFFSET),
        index.getLong(at + IndexLayout.EXTENT_LENGTH));
  }

  private Sha256 hash(int place) {
    return Sha256.read(index, record(place));
  }

  private int record(int place) {
    return Section.CONTENTS.offset(index) + place * Section.CONTENTS.record;
  }
}

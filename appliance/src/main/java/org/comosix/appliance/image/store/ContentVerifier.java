package org.comosix.appliance.image.store;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.GenerationFileSystem.DirectoryCursor;
import org.comosix.appliance.image.ImportProgress;
import org.comosix.appliance.image.ImportProgress.Phase;
import org.comosix.appliance.image.VerifyReport;

/** Hashes all content of a generation again. The index was checked when it was opened. */
final class ContentVerifier {

  private final MappedGeneration generation;
  private final ContentTable contents;

  ContentVerifier(MappedGeneration generation) {
    this.generation = generation;
    this.contents = generation.contents();
  }

  VerifyReport verify(ImportProgress progress) {
    long total = contents.totalBytes();
    long done = 0;
    Set<Integer> damaged = new HashSet<>();
    for (int place = 0; place < contents.count(); place++) {
      Content content = contents.get(place);
      if (!hash(content).equals(content.hash())) {
        damaged.add(place);
      }
      done += content.size();
      progress.report(Phase.VERIFYING, done, total);
    }
    return new VerifyReport(generation.generation(), contents.count(), done, paths(damaged));
  }

  private Sha256 hash(Content content) {
    MessageDigest digest = Sha256.digest();
    content.extents().forEach(extent -> digest.update(generation.slice(extent)));
    return Sha256.finish(digest);
  }

  private List<String> paths(Set<Integer> damaged) {
    if (damaged.isEmpty()) {
      return List.of();
    }
    List<String> paths = new ArrayList<>();
    Deque<Map.Entry<Long, String>> directories = new ArrayDeque<>();
    directories.add(Map.entry(GenerationFileSystem.ROOT, "/"));
    while (!directories.isEmpty()) {
      Map.Entry<Long, String> directory = directories.remove();
      DirectoryCursor cursor = generation.entries(directory.getKey(), 0);
      while (cursor.next()) {
        byte[] name = new byte[cursor.name().remaining()];
        cursor.name().get(name);
        String path = directory.getValue() + Name.printable(name);
        FileKind kind = generation.kind(cursor.inode());
        if (kind == FileKind.DIRECTORY) {
          directories.add(Map.entry(cursor.inode(), path + "/"));
        } else if (kind == FileKind.REGULAR
            && damaged.contains(generation.contentPlace(cursor.inode()))) {
          paths.add(path);
        }
      }
    }
    return paths;
  }
}

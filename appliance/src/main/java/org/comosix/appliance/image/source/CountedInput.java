package org.comosix.appliance.image.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.comosix.appliance.image.ImportProgress;

/** Reports how much of an archive was read, every MiB. */
final class CountedInput extends FilterInputStream {

  private static final long STEP = 1 << 20;

  private final ImportProgress progress;
  private final long total;
  private long read;
  private long reported;

  CountedInput(InputStream in, long total, ImportProgress progress) {
    super(in);
    this.total = total;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    count(count);
    return count;
  }

  @Override
  public long skip(long length) throws IOException {
    long count = super.skip(length);
    count(count);
    return count;
  }

  private void count(long bytes) {
    read += Math.max(bytes, 0);
    if (read - reported >= STEP || bytes < 0) {
      reported = read;
      progress.report(ImportProgress.Phase.READING, read, total);
    }
  }
}

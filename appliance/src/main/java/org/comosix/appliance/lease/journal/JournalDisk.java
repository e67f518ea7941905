package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens files; tests put a failing disk here. */
@FunctionalInterface
interface JournalDisk {

  FileChannel open(Path file, StandardOpenOption... options) throws IOException;
}

package org.comosix.appliance.image;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;

/** The published generations. Any thread; opening one maps its index and keeps it mapped. */
public interface Generations {
  /** The generation that the next boot of this image gets. */
  Optional<GenerationId> current(ImageName image);

  Optional<GenerationFileSystem> open(GenerationId generation);

  /** By the number a file handle carries ({@link GenerationFileSystem#fsid()}). */
  Optional<GenerationFileSystem> openByFsid(long fsid);

  List<GenerationId> all();
}

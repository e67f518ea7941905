package org.comosix.appliance.boot;

import java.util.Optional;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.image.BootArtifacts;

/** Where a generation keeps its kernel and its initial RAM file system. */
@FunctionalInterface
public interface KernelFiles {

  /** Empty when the generation is not published or cannot boot. */
  Optional<BootArtifacts> in(GenerationId generation);
}

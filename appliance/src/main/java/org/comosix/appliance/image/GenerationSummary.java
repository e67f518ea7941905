package org.comosix.appliance.image;

import java.time.Instant;
import java.util.Optional;
import org.comosix.appliance.domain.GenerationId;

/**
 * A generation in a list.
 *
 * @param inodes 0 of a damaged one
 * @param contentBytes different contents together; 0 of a damaged one
 * @param kernelVersion of a published one
 * @param damage why it cannot be opened
 */
public record GenerationSummary(
    GenerationId generation,
    State state,
    Instant imported,
    long inodes,
    long contentBytes,
    Optional<String> kernelVersion,
    Optional<String> damage) {

  /** How far it has come. */
  public enum State {
    /** Imported; not served. */
    CANDIDATE,
    /** Served to the nodes that booted it. */
    PUBLISHED,
    /** What the next boot of its image gets. */
    CURRENT
  }
}

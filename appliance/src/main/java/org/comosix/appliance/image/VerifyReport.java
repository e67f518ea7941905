package org.comosix.appliance.image;

import java.util.List;
import org.comosix.appliance.domain.GenerationId;

/**
 * What became of a generation's content.
 *
 * @param contents how many were read and hashed
 * @param bytes of them together
 * @param damaged a path of each whose bytes are not those that were stored
 */
public record VerifyReport(
    GenerationId generation, long contents, long bytes, List<String> damaged) {

  public VerifyReport {
    damaged = List.copyOf(damaged);
  }
}

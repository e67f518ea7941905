package org.comosix.appliance.image;

import java.util.List;

/**
 * An image that we will not take or publish, and why. Each reason is a whole sentence that names
 * the file or archive entry it is about; nothing was changed.
 */
public final class ImageRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialized
  private final List<String> reasons;

  public ImageRefusedException(List<String> reasons) {
    super(String.join("; ", reasons));
    this.reasons = List.copyOf(reasons);
  }

  public ImageRefusedException(String reason) {
    this(List.of(reason));
  }

  public List<String> reasons() {
    return reasons;
  }
}

package org.comosix.appliance.image;

/** Our own image store failed: the disk, or a file in it that is not as it was written. */
public final class ImageStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ImageStoreException(String message) {
    super(message);
  }

  public ImageStoreException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}

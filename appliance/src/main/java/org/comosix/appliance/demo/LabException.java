package org.comosix.appliance.demo;

/**
 * The virtual lab could not be made, or the node did not boot; the message says what to look at.
 */
public final class LabException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LabException(String message) {
    super(message);
  }

  LabException(String message, Throwable cause) {
    super(message, cause);
  }
}

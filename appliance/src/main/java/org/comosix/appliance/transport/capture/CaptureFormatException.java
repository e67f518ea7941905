package org.comosix.appliance.transport.capture;

import java.io.IOException;

/** The file is no capture, or broken; the message says what was expected. */
public final class CaptureFormatException extends IOException {

  private static final long serialVersionUID = 1;

  CaptureFormatException(String message) {
    super(message);
  }
}

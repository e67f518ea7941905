package org.comosix.appliance.json;

/** A text that is not JSON, from this place on. */
public final class JsonSyntaxException extends Exception {

  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  JsonSyntaxException(String message, int line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** From 1. */
  public int line() {
    return line;
  }

  /** From 1. */
  public int column() {
    return column;
  }
}

package org.comosix.appliance.lease.exchange;

/** A place in a text; both count from 1. */
public record Place(int line, int column) implements Comparable<Place> {

  @Override
  public int compareTo(Place other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}

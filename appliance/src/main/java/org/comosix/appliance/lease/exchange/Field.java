package org.comosix.appliance.lease.exchange;

import java.util.ArrayList;
import java.util.List;

/** A part of a line, and where it stands. */
record Field(String text, Place place) {

  /** At blanks. */
  static List<Field> split(String line, int number) {
    List<Field> fields = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      int start = at;
      while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
        at++;
      }
      if (at > start) {
        fields.add(new Field(line.substring(start, at), new Place(number, start + 1)));
      }
      at++;
    }
    return fields;
  }

  /** At every separator; empty parts count. */
  static List<Field> split(String line, int number, char separator) {
    List<Field> fields = new ArrayList<>();
    int start = 0;
    while (start >= 0) {
      int end = line.indexOf(separator, start);
      String text = end < 0 ? line.substring(start) : line.substring(start, end);
      fields.add(new Field(text, new Place(number, start + 1)));
      start = end < 0 ? -1 : end + 1;
    }
    return fields;
  }
}

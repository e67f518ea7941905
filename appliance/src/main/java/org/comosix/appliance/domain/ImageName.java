package org.comosix.appliance.domain;

import java.util.regex.Pattern;

/** An image's name: lower-case letters, digits, dot, hyphen; safe as a file name and in a URL. */
public record ImageName(String value) implements Comparable<ImageName> {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");

  public ImageName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "expected an image name of lower-case letters, digits, dots and hyphens, not \""
              + value
              + "\"");
    }
  }

  public static ImageName parse(String text) {
    return new ImageName(text);
  }

  @Override
  public int compareTo(ImageName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

package org.comosix.appliance.domain;

/**
 * One published, immutable state of an image. Numbers start at 1 and only grow.
 *
 * @param number from 1 to 2^31-1
 */
public record GenerationId(ImageName image, int number) implements Comparable<GenerationId> {

  public GenerationId {
    if (number < 1) {
      throw new IllegalArgumentException("generations are numbered from 1, not " + number);
    }
  }

  /**
   * Reads {@code debian/7}.
   *
   * @throws IllegalArgumentException another form
   */
  public static GenerationId parse(String text) {
    int slash = text.lastIndexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(
          "expected a generation such as debian/7, not \"" + text + "\"");
    }
    return new GenerationId(
        ImageName.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  @Override
  public int compareTo(GenerationId other) {
    int byImage = image.compareTo(other.image);
    return byImage != 0 ? byImage : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return image + "/" + number;
  }
}

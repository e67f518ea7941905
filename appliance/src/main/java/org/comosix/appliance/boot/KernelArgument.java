package org.comosix.appliance.boot;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One word of the kernel's command line, without the characters that mean something to iPXE: it
 * expands {@code ${...}} and takes {@code #}, {@code ;}, {@code ||} and {@code &&} for its own.
 */
public record KernelArgument(String text) {

  private static final Pattern FORM = Pattern.compile("[!-~&&[^$#;|&\\\\`]]{1,256}");

  public KernelArgument {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected one kernel argument of printable ASCII without $ # ; | & \\ `, at most 256 long,"
              + " not \""
              + text
              + "\"");
    }
  }

  /**
   * Reads arguments that are separated by blanks.
   *
   * @throws IllegalArgumentException one has another form; the message says what was expected
   */
  public static List<KernelArgument> parseAll(String text) {
    return Arrays.stream(text.split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .map(KernelArgument::new)
        .toList();
  }

  @Override
  public String toString() {
    return text;
  }
}

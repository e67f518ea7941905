package org.comosix.appliance.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what was meant. */
public final class Suggestion {

  private Suggestion() {}

  /** The word nearest to what was written, where at most a third of it differs. */
  public static Optional<String> nearest(String written, Collection<String> words) {
    String plain = plain(written);
    int tolerated = Math.max(1, plain.length() / 3);
    return words.stream()
        .filter(word -> distance(plain, plain(word)) <= tolerated)
        .min(Comparator.comparingInt(word -> distance(plain, plain(word))));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * How many letters must be put in, taken out, changed or swapped with their neighbour
   * (Damerau-Levenshtein, optimal string alignment).
   */
  static int distance(String one, String two) {
    int[][] cost = new int[one.length() + 1][two.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= two.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(one, two, i, j, cost);
      }
    }
    return cost[one.length()][two.length()];
  }

  private static int cheapest(String one, String two, int i, int j, int[][] cost) {
    int changed = cost[i - 1][j - 1] + (one.charAt(i - 1) == two.charAt(j - 1) ? 0 : 1);
    int best = Math.min(changed, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && one.charAt(i - 1) == two.charAt(j - 2)
            && one.charAt(i - 2) == two.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}

package protophone.stores.words;

import static java.util.Map.entry;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names as they are compared: without case, accents or punctuation. */
public final class Folding {
  private static final Pattern SILENT = Pattern.compile("[\\p{M}'’‘`.]+");
  private static final Pattern GAP = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          entry("saint", "st"),
          entry("sankt", "st"),
          entry("street", "st"),
          entry("avenue", "ave"),
          entry("road", "rd"),
          entry("square", "sq"),
          entry("mount", "mt"),
          entry("fort", "ft"));

  private Folding() {}

  /** Returns a name for comparison: "The Saint-Étienne" and "St. Etienne" are one. */
  public static String fold(String name) {
    return String.join(" ", words(name));
  }

  /** Returns the words of {@link #fold}; none if nothing can be compared. */
  public static List<String> words(String name) {
    String letters = SILENT.matcher(decomposed(name)).replaceAll("");
    return Arrays.stream(GAP.split(letters))
        .filter(word -> !word.isEmpty() && !word.equals("the"))
        .map(word -> SHORT.getOrDefault(word, word))
        .toList();
  }

  private static String decomposed(String name) {
    // By way of upper case: only so does "ß" become "ss".
    String folded = name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKD);
  }
}

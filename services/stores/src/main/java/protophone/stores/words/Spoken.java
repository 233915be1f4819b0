package protophone.stores.words;

import java.util.List;
import java.util.regex.Pattern;

/** Text as it is said to the caller. */
public final class Spoken {
  private static final Pattern UNSPEAKABLE = Pattern.compile("[\\p{C}\\p{Z}\\s]+");

  private Spoken() {}

  /** Returns a text on one line, without characters that cannot be seen. */
  public static String line(String text) {
    return UNSPEAKABLE.matcher(text).replaceAll(" ").strip();
  }

  /** Returns a text with the full stop that ends it, which "9 a.m." has already. */
  public static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  /** Returns names, which may have commas of their own, as a choice: "A, B; or C, D". */
  public static String oneOf(List<String> names) {
    return joined(names, "or");
  }

  /** Returns names, which may have commas of their own, as a list: "A, B; and C, D". */
  public static String allOf(List<String> names) {
    return joined(names, "and");
  }

  private static String joined(List<String> names, String word) {
    int last = names.size() - 1;
    return last < 1
        ? String.join("", names)
        : "%s; %s %s".formatted(String.join("; ", names.subList(0, last)), word, names.get(last));
  }
}

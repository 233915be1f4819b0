package protophone.stores.hours;

import java.util.List;
import protophone.stores.words.Folding;

/**
 * A day whose hours are not the usual ones.
 *
 * @param date the day, of one year or of every year
 * @param name the occasion: "Christmas Day"
 * @param hours when a store is open; empty: it is closed
 */
public record SpecialDay(CalendarDay date, String name, List<Period> hours) {
  private static final String DAY = " day";

  /** Throws {@code IllegalArgumentException} for an occasion without a name. */
  public SpecialDay {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be empty");
    }
    hours = Periods.ordered(hours);
  }

  /** Tells whether a caller calls it so: "christmas" is Christmas Day. */
  boolean isCalled(String said) {
    return withoutDay(Folding.fold(name)).equals(withoutDay(Folding.fold(said)));
  }

  private static String withoutDay(String name) {
    return name.endsWith(DAY) ? name.substring(0, name.length() - DAY.length()) : name;
  }
}

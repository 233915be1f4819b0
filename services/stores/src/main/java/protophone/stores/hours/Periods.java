package protophone.stores.hours;

import java.util.List;

/** The rules for the periods of one day. */
final class Periods {
  private Periods() {}

  /**
   * Returns the periods, or throws {@code IllegalArgumentException} unless each follows another.
   */
  static List<Period> ordered(List<Period> periods) {
    for (int next = 1; next < periods.size(); next++) {
      Period before = periods.get(next - 1);
      if (before.overnight() || periods.get(next).opens().isBefore(before.closes())) {
        throw new IllegalArgumentException(
            "the time from %s must begin after the one before it has ended"
                .formatted(periods.get(next).opens()));
      }
    }
    return List.copyOf(periods);
  }
}

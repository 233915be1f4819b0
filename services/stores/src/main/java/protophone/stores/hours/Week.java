package protophone.stores.hours;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonCreator.Mode;
import java.time.DayOfWeek;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The usual periods of each day of the week; none: the store is closed. */
public record Week(Map<DayOfWeek, List<Period>> days) {
  /** Throws {@code IllegalArgumentException} if a day is missing. */
  public Week {
    days = Map.copyOf(days);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (!days.containsKey(day)) {
        throw new IllegalArgumentException(named(day) + " is missing");
      }
    }
  }

  /**
   * Reads periods by day or by days: "monday", "monday-friday".
   *
   * <p>Throws {@code IllegalArgumentException} if a day is none, is missing or comes twice.
   */
  @JsonCreator(mode = Mode.DELEGATING)
  public static Week parse(Map<String, List<Period>> hours) {
    Map<DayOfWeek, List<Period>> days = new EnumMap<>(DayOfWeek.class);
    hours.forEach((range, periods) -> put(days, range, Periods.ordered(periods)));
    return new Week(days);
  }

  List<Period> on(DayOfWeek day) {
    return days.getOrDefault(day, List.of());
  }

  private static void put(Map<DayOfWeek, List<Period>> days, String range, List<Period> periods) {
    String[] ends = range.split("-", 2);
    DayOfWeek first = parseDay(ends[0]);
    DayOfWeek last = parseDay(ends[ends.length - 1]);
    int more = Math.floorMod(last.getValue() - first.getValue(), DayOfWeek.values().length);
    Stream.iterate(first, day -> day.plus(1))
        .limit(more + 1L)
        .filter(day -> days.put(day, periods) != null)
        .findFirst()
        .ifPresent(
            day -> {
              throw new IllegalArgumentException(named(day) + " comes twice");
            });
  }

  private static DayOfWeek parseDay(String text) {
    return Stream.of(DayOfWeek.values())
        .filter(day -> named(day).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("\"%s\" is not a day of the week".formatted(text)));
  }

  private static String named(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }
}

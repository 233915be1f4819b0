package protophone.stores.hours;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonCreator.Mode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A day of one year, or of every year. */
public record CalendarDay(MonthDay day, OptionalInt year) {
  private static final int LEAP_CYCLE = 9; // years, of which at least one has a 29 February

  /** Throws {@code IllegalArgumentException} for 29 February of a year that has none. */
  public CalendarDay {
    if (year.isPresent() && !day.isValidYear(year.getAsInt())) {
      throw new IllegalArgumentException("%d has no %s".formatted(year.getAsInt(), day));
    }
  }

  /** Reads "2026-11-26" or "12-25"; throws {@code IllegalArgumentException} for anything else. */
  @JsonCreator(mode = Mode.DELEGATING)
  public static CalendarDay parse(String text) {
    try {
      return text.length() == "12-25".length()
          ? new CalendarDay(MonthDay.parse("--" + text), OptionalInt.empty())
          : of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not a day such as \"2026-11-26\" or, of every year, \"12-25\"".formatted(text),
          e);
    }
  }

  static CalendarDay of(LocalDate date) {
    return new CalendarDay(MonthDay.from(date), OptionalInt.of(date.getYear()));
  }

  boolean includes(LocalDate date) {
    return MonthDay.from(date).equals(day) && year.orElse(date.getYear()) == date.getYear();
  }

  /** Returns the day itself where it has a year, else when it is next, {@code from} included. */
  Optional<LocalDate> next(LocalDate from) {
    if (year.isPresent()) {
      return Optional.of(day.atYear(year.getAsInt()));
    }
    return Stream.iterate(from.getYear(), each -> each + 1)
        .limit(LEAP_CYCLE)
        .filter(day::isValidYear)
        .map(day::atYear)
        .filter(date -> !date.isBefore(from))
        .findFirst();
  }
}

package protophone.stores.hours;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonCreator.Mode;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** A time of any day in which a store is open; one that closes earlier ends the day after. */
public record Period(LocalTime opens, LocalTime closes) {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  /** Throws {@code IllegalArgumentException} for a period of no length. */
  public Period {
    if (opens.equals(closes) && !opens.equals(LocalTime.MIDNIGHT)) {
      throw new IllegalArgumentException("opens and closes at the same time, " + opens);
    }
  }

  /**
   * Reads "09:00-18:30", or until midnight "09:00-24:00".
   *
   * <p>Throws {@code IllegalArgumentException} for anything else.
   */
  @JsonCreator(mode = Mode.DELEGATING)
  public static Period parse(String text) {
    String[] ends = text.split("-", -1);
    if (ends.length != 2) {
      throw malformed(text);
    }
    try {
      return new Period(LocalTime.parse(ends[0], CLOCK), LocalTime.parse(ends[1], CLOCK));
    } catch (DateTimeParseException e) {
      throw malformed(text);
    }
  }

  /** Whether it lasts into the day after. */
  boolean overnight() {
    return !closes.isAfter(opens);
  }

  Interval on(LocalDate date, ZoneId zone) {
    LocalDate end = overnight() ? date.plusDays(1) : date;
    return new Interval(date.atTime(opens).atZone(zone), end.atTime(closes).atZone(zone));
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "\"%s\" is not a time such as \"09:00-18:30\"".formatted(text));
  }
}

package protophone.stores.hours;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Days and times of the day as they are said. */
final class TimeWords {
  private static final DateTimeFormatter WEEKDAY = pattern("EEEE");
  private static final DateTimeFormatter DAY = pattern("EEEE, MMMM d");
  private static final DateTimeFormatter DAY_AND_YEAR = pattern("EEEE, MMMM d, uuuu");
  private static final int WEEK = 7; // days, in which the name of the day is enough
  private static final int HALF_DAY = 12;

  private TimeWords() {}

  /** Returns a date as shortly as it is clear: "today", "tomorrow", "on Monday". */
  static String day(LocalDate date, LocalDate today) {
    if (date.isBefore(today.plusDays(2))) {
      return date.equals(today) ? "today" : "tomorrow";
    }
    return "on " + (date.isBefore(today.plusDays(WEEK)) ? WEEKDAY.format(date) : full(date, today));
  }

  /** Returns a date in full: "today, Monday, December 28", "on Friday, January 1, 2027". */
  static String fullDay(LocalDate date, LocalDate today) {
    String full = full(date, today);
    return date.isBefore(today.plusDays(2)) ? day(date, today) + ", " + full : "on " + full;
  }

  /** Returns a time as it is said: "noon", "9 a.m.", "6:30 p.m.". */
  static String time(LocalTime time) {
    if (time.getMinute() == 0 && time.getHour() % HALF_DAY == 0) {
      return time.getHour() == 0 ? "midnight" : "noon";
    }
    int hour = (time.getHour() + HALF_DAY - 1) % HALF_DAY + 1;
    String minutes = time.getMinute() == 0 ? "" : ":%02d".formatted(time.getMinute());
    return hour + minutes + (time.getHour() < HALF_DAY ? " a.m." : " p.m.");
  }

  private static String full(LocalDate date, LocalDate today) {
    return (date.getYear() == today.getYear() ? DAY : DAY_AND_YEAR).format(date);
  }

  private static DateTimeFormatter pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}

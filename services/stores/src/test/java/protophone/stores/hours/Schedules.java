package protophone.stores.hours;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Schedules to test with, in Berlin. */
final class Schedules {
  static final Schedule USUAL =
      of(
          Map.of(
              "monday-thursday", periods("09:00-12:00", "13:30-18:30"),
              "friday", periods("09:00-02:00"),
              "saturday", periods("00:00-24:00"),
              "sunday", periods()));
  static final Schedule NEVER = of(Map.of("monday-sunday", periods()));

  private Schedules() {}

  private static Schedule of(Map<String, List<Period>> hours) {
    List<SpecialDay> special =
        List.of(
            new SpecialDay(CalendarDay.parse("12-24"), "Christmas Eve", periods("09:00-14:00")),
            new SpecialDay(CalendarDay.parse("12-25"), "Christmas Day", periods()),
            new SpecialDay(CalendarDay.parse("12-24"), "the day before", periods()),
            new SpecialDay(CalendarDay.parse("2026-04-06"), "Easter Monday", periods()),
            new SpecialDay(CalendarDay.parse("2027-03-29"), "Easter Monday", periods()));
    return new Schedule(ZoneId.of("Europe/Berlin"), Week.parse(hours), special);
  }

  private static List<Period> periods(String... texts) {
    return Stream.of(texts).map(Period::parse).toList();
  }
}

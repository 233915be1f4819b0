package protophone.stores.hours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "2026-05-04, 2, ''",
    "2026-05-10, 0, ''",
    "2026-12-24, 1, Christmas Eve", // of two, the first
    "2026-12-25, 0, Christmas Day",
    "2026-04-06, 0, Easter Monday",
    "2027-04-05, 2, ''",
  })
  void hasTheSpecialDayBeforeTheUsual(LocalDate date, int periods, String occasion) {
    OpeningDay day = Schedules.USUAL.on(date);
    assertEquals(periods, day.intervals().size());
    assertEquals(occasion, day.occasion());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-04T08:59:59+02:00, false",
    "2026-05-04T09:00:00+02:00, true",
    "2026-05-04T12:00:00+02:00, false", // it closes at noon sharp
    "2026-05-04T07:00:00Z, true",
    "2026-05-10T01:59:00+02:00, false",
    "2026-05-09T01:59:00+02:00, true", // since Friday, and all Saturday
  })
  void isOpenAtAMoment(ZonedDateTime moment, boolean open) {
    assertEquals(open, Schedules.USUAL.openAt(moment.toInstant()).isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-04T08:00:00+02:00, 2026-05-04T09:00+02:00[Europe/Berlin]",
    "2026-05-04T12:30:00+02:00, 2026-05-04T13:30+02:00[Europe/Berlin]",
    "2026-05-10T12:00:00+02:00, 2026-05-11T09:00+02:00[Europe/Berlin]",
    "2026-03-28T12:00:00+01:00, 2026-03-30T09:00+02:00[Europe/Berlin]", // summer has begun
  })
  void opensNextAfterAMoment(ZonedDateTime moment, String start) {
    Interval next = Schedules.USUAL.nextAfter(moment.toInstant()).orElseThrow();
    assertEquals(start, next.start().toString());
  }

  @Test
  void givesUpOnAStoreThatDoesNotOpen() {
    assertTrue(Schedules.NEVER.nextAfter(Instant.parse("2026-05-04T12:00:00Z")).isEmpty());
  }

  @Test
  void hasTheDateOfItsTimeZone() {
    LocalDate date = Schedules.USUAL.dateOf(Instant.parse("2026-05-04T22:30:00Z"));
    assertEquals(LocalDate.parse("2026-05-05"), date);
  }
}

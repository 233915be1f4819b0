package protophone.stores.hours;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursSpeechTest {
  private static final String MONDAY_NOON = "2026-12-21T12:00:00+01:00";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-12-22 | Mitte is open tomorrow, Tuesday, December 22, from 9 a.m. to noon and from 1:30 p.m. to 6:30 p.m.
          2026-12-24 | Mitte is open on Thursday, December 24, Christmas Eve, from 9 a.m. to 2 p.m.
          2026-12-25 | Mitte is closed on Friday, December 25, Christmas Day; it opens again on Saturday at midnight.
          2026-12-26 | Mitte is open on Saturday, December 26, around the clock.
          2026-12-27 | Mitte is closed on Sunday, December 27; it opens again on Monday, December 28 at 9 a.m.
          2027-01-01 | Mitte is open on Friday, January 1, 2027, from 9 a.m. to 2 a.m.
          """)
  void tellsTheHoursOfADay(LocalDate date, String words) {
    assertEquals(words, speech(MONDAY_NOON, date));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-12-21T08:00:00+01:00 | it is closed now and opens today at 9 a.m.
          2026-12-21T11:59:00+01:00 | it is open now, until noon.
          2026-12-21T12:00:00+01:00 | it is closed now and opens today at 1:30 p.m.
          2026-12-21T18:30:00+01:00 | it is closed now and opens tomorrow at 9 a.m.
          2026-12-24T14:00:00+01:00 | it is closed now and opens on Saturday at midnight.
          2026-12-18T23:00:00+01:00 | it is open now, until 2 a.m.
          """)
  void tellsForTodayWhetherItIsOpenNow(String now, String words) {
    LocalDate today = ZonedDateTime.parse(now).toLocalDate();
    assertEquals(words, speech(now, today).replaceFirst(".*; ", ""));
  }

  @Test
  void tellsNothingMoreOfADayThatIsOpenAroundTheClock() {
    assertEquals(
        "Mitte is open today, Saturday, December 26, around the clock.",
        speech("2026-12-26T12:00:00+01:00", LocalDate.parse("2026-12-26")));
  }

  @Test
  void promisesNothingOfAStoreThatDoesNotOpen() {
    ZonedDateTime now = ZonedDateTime.parse("2026-05-04T12:00:00+02:00");
    HoursSpeech speech = new HoursSpeech("Mitte", Schedules.NEVER, now.toInstant());
    assertEquals(
        "Mitte is closed today, Monday, May 4.", speech.of(Schedules.NEVER.on(now.toLocalDate())));
  }

  private static String speech(String now, LocalDate date) {
    HoursSpeech speech =
        new HoursSpeech("Mitte", Schedules.USUAL, ZonedDateTime.parse(now).toInstant());
    return speech.of(Schedules.USUAL.on(date));
  }
}

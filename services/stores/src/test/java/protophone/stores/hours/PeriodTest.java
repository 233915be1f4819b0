package protophone.stores.hours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "09:00-18:30, 2026-05-04T09:00+02:00[Europe/Berlin], 2026-05-04T18:30+02:00[Europe/Berlin]",
    "18:00-02:00, 2026-05-04T18:00+02:00[Europe/Berlin], 2026-05-05T02:00+02:00[Europe/Berlin]",
    "09:00-24:00, 2026-05-04T09:00+02:00[Europe/Berlin], 2026-05-05T00:00+02:00[Europe/Berlin]",
    "00:00-24:00, 2026-05-04T00:00+02:00[Europe/Berlin], 2026-05-05T00:00+02:00[Europe/Berlin]",
  })
  void isATimeOfADate(String text, String start, String end) {
    Interval interval = Period.parse(text).on(LocalDate.parse("2026-05-04"), BERLIN);
    assertEquals(start + " " + end, interval.start() + " " + interval.end());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9-18", "09:00", "09:00-25:00", "09:00-09:00", "09:00-12:00-18:00"})
  void isNotReadFromAnythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> Period.parse(text));
  }
}

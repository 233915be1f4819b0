package protophone.stores.hours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarDayTest {
  @ParameterizedTest
  @CsvSource({
    "12-25, 2026-12-25, true",
    "12-25, 2031-12-25, true",
    "12-25, 2026-12-24, false",
    "2026-11-26, 2026-11-26, true",
    "2026-11-26, 2027-11-26, false",
  })
  void includesTheDateOfEveryYearUnlessItNamesOne(String day, LocalDate date, boolean included) {
    assertEquals(included, CalendarDay.parse(day).includes(date));
  }

  @ParameterizedTest
  @CsvSource({
    "12-25, 2026-12-25, 2026-12-25",
    "12-25, 2026-12-26, 2027-12-25",
    "02-29, 2026-03-01, 2028-02-29",
    "02-29, 2096-03-01, 2104-02-29", // 2100 is no leap year
    "2026-11-26, 2027-01-01, 2026-11-26",
  })
  void comesNextOnADate(String day, LocalDate from, LocalDate next) {
    assertEquals(next, CalendarDay.parse(day).next(from).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12", "13-01", "02-30", "2026-02-29", "26-12-25", "December 25"})
  void isNotReadFromAnythingElse(String text) {
    assertThrows(IllegalArgumentException.class, () -> CalendarDay.parse(text));
  }
}

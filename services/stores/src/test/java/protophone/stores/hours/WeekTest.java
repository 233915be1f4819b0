package protophone.stores.hours;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeekTest {
  private static final Period DAY = Period.parse("09:00-18:00");
  private static final Period LATE = Period.parse("18:00-02:00");

  @Test
  void hasTheHoursOfEachDayInARange() {
    Week week = Week.parse(Map.of("friday-sunday", List.of(LATE), "monday-thursday", List.of(DAY)));
    assertEquals(List.of(DAY), week.on(MONDAY));
    assertEquals(List.of(DAY), week.on(THURSDAY));
    assertEquals(List.of(LATE), week.on(FRIDAY));
  }

  @Test
  void hasRangesAcrossItsEnd() {
    Week week = Week.parse(Map.of("sunday-thursday", List.of(DAY), "friday-saturday", List.of()));
    assertEquals(List.of(DAY), week.on(SUNDAY));
    assertEquals(List.of(), week.on(FRIDAY));
  }

  @ParameterizedTest
  @CsvSource({
    "monday-saturday, sunday is missing",
    "monday-sunday sunday, sunday comes twice",
    "montag-sunday, \"montag\" is not a day of the week",
    "Monday-sunday, \"Monday\" is not a day of the week",
    "'', \"\" is not a day of the week",
  })
  void hasEveryDayOnce(String ranges, String fault) {
    Map<String, List<Period>> hours =
        Stream.of(ranges.split(" ")).collect(Collectors.toMap(range -> range, range -> List.of()));
    Exception thrown = assertThrows(IllegalArgumentException.class, () -> Week.parse(hours));
    assertEquals(fault, thrown.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"09:00-13:00, 12:59-18:00", "18:00-02:00, 20:00-21:00", "14:00-15:00, 09:00-10:00"})
  void hasPeriodsThatFollowEachOther(String first, String second) {
    List<Period> periods = List.of(Period.parse(first), Period.parse(second));
    assertThrows(
        IllegalArgumentException.class, () -> Week.parse(Map.of("monday-sunday", periods)));
  }
}

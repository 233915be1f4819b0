package protophone.stores.hours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import protophone.stores.words.Failure;

class SpokenDayTest {
  private static final LocalDate WEDNESDAY = LocalDate.parse("2026-11-25");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                   | 2026-11-25
          today                | 2026-11-25
          Right now            | 2026-11-25
          this evening         | 2026-11-25
          tonight              | 2026-11-25
          Tomorrow             | 2026-11-26
          tomorrow morning     | 2026-11-26
          the day after tomorrow | 2026-11-27
          Wednesday            | 2026-11-25
          next Wednesday       | 2026-12-02
          on Sunday            | 2026-11-29
          this coming Sunday   | 2026-11-29
          next Sunday          | 2026-11-29
          Sundays              | 2026-11-29
          thurs                | 2026-11-26
          Sat.                 | 2026-11-28
          2026-12-24           | 2026-12-24
          2026-12-24T10:00:00Z | 2026-12-24
          December 24          | 2026-12-24
          24 december          | 2026-12-24
          the 24th of December | 2026-12-24
          Dec. 1st             | 2026-12-01
          March 3rd, 2027      | 2027-03-03
          november 24          | 2027-11-24
          Christmas            | 2026-12-25
          christmas day        | 2026-12-25
          on Easter Monday     | 2027-03-29
          """)
  void isTheDateThatIsMeant(String said, LocalDate date) {
    assertEquals(date, new SpokenDay(said).date(WEDNESDAY, Schedules.USUAL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"someday", "mo", "next", "next year", "the weekend", "2026-11", "February 30"})
  void isAskedForWhenItIsNotUnderstood(String said) {
    Failure failure = failure(said);
    assertEquals(Status.Code.INVALID_ARGUMENT, failure.code());
    assertEquals("Which day do you mean?", failure.words().replaceFirst(" Please.*", ""));
  }

  @Test
  void isAskedForWhenThereIsNoSuchDate() {
    assertEquals("There is no such date. Which day do you mean?", failure("2027-02-29").words());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"yesterday", "2026-11-24", "1 January 2026", "2027-11-26", "feb 29", "2999-01-01"})
  void isWithinAYear(String said) {
    Failure failure = failure(said);
    assertEquals(Status.Code.OUT_OF_RANGE, failure.code());
    assertEquals("day", failure.field());
  }

  private static Failure failure(String said) {
    return assertThrows(Failure.class, () -> new SpokenDay(said).date(WEDNESDAY, Schedules.USUAL));
  }
}

package protophone.stores.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Zürich                | ZU\u0308RICH
          Montréal              | montreal
          The Saint-Étienne     | St. Etienne
          Bergmannstraße        | BERGMANNSTRASSE
          O’Hare                | o'hare
          Upper Street          | upper st
          ９７２０９             | 97209
          """)
  void isTheSameForNamesThatSoundTheSame(String name, String other) {
    assertEquals(Folding.fold(name), Folding.fold(other));
  }

  @ParameterizedTest
  @CsvSource({"Bern, Berne", "New York, York", "東京, 京都"})
  void tellsNamesApart(String name, String other) {
    assertEquals(false, Folding.fold(name).equals(Folding.fold(other)));
  }

  @ParameterizedTest
  @CsvSource({"''", "' -- '", "the", "'\u0301'", "'\u202E'"})
  void leavesNothingOfWhatNamesNothing(String name) {
    assertEquals("", Folding.fold(name));
  }
}

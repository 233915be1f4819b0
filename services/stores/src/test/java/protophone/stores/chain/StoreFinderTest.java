package protophone.stores.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import protophone.stores.words.Failure;

class StoreFinderTest {
  private final StoreFinder finder = new StoreFinder(DataFile.sample());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Park Slope                   | Park Slope
          your park slope store        | Park Slope
          the Pearl                    | Pearl District
          Angel                        | Islington
          Ballard, Seattle             | Ballard
          the one in Zurich            | Seefeld
          the shop at Bergmannstrasse  | Kreuzberg
          Montreal, Canada             | Plateau
          Portland, Maine              | Old Port
          Astoria                      | Astoria
          """)
  void findsAStoreByItsNameOrItsAddressOrItsCity(String said, String name) {
    assertEquals(name, finder.find(said).name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          London         | Which one do you mean: Islington; or Brixton?
          New York       | Which one do you mean: Park Slope; or Astoria?
          Portland       | Which one do you mean: Pearl District; Hawthorne; Alberta Street; or Old Port?
          """)
  void asksWhichOfSeveralIsMeant(String said, String question) {
    Failure failure = failure(said);
    assertEquals(Status.Code.INVALID_ARGUMENT, failure.code());
    assertEquals(question, failure.words());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "the store", "?", "\u0000"})
  void asksForAStoreWhenNoneIsNamed(String said) {
    assertEquals("Which store do you mean?", failure(said).words().replaceFirst(" We have.*", ""));
  }

  @Test
  void tellsWhereStoresAreWhenItKnowsNone() {
    Failure failure = failure("Atlantis");
    assertEquals(Status.Code.NOT_FOUND, failure.code());
    assertEquals(
        "I don't know a store called Atlantis. We have stores in Portland, Oregon; Seattle,"
            + " Washington; Portland, Maine; New York, New York State; London, England; Montréal,"
            + " Québec; Berlin, Germany; and Zürich, Switzerland.",
        failure.words());
  }

  @Test
  void refusesToRepeatALongName() {
    assertEquals("That is too long for the name of a store.", failure("x".repeat(100_000)).words());
  }

  private Failure failure(String said) {
    return assertThrows(Failure.class, () -> finder.find(said));
  }
}

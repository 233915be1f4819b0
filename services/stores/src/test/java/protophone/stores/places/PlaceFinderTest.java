package protophone.stores.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import protophone.stores.chain.DataFile;
import protophone.stores.words.Failure;

class PlaceFinderTest {
  private final PlaceFinder finder = new PlaceFinder(DataFile.sample().places(), "Sorry.");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Brooklyn               | Brooklyn, New York
          in the pearl           | Pearl District, Portland
          ZURICH                 | Zürich, Switzerland
          montreal, quebec       | Montréal, Québec
          nyc                    | New York, New York State
          New York, NY, USA      | New York, New York State
          Portland, Oregon       | Portland, Oregon
          portland or            | Portland, Oregon
          Portland, Maine, US    | Portland, Maine
          vancouver, canada      | Vancouver, British Columbia
          Astoria, Queens        | Astoria, Queens
          near Angel, London     | Islington, London
          """)
  void findsAPlaceByItsNameAndWhatItLiesIn(String said, String label) {
    assertEquals(label, finder.find(said).label());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          97209                  | Pearl District, Portland
          9 7 2 0 9              | Pearl District, Portland
          97209-1234             | Pearl District, Portland
          97239                  | Portland, Oregon
          Portland, OR 97214     | Hawthorne, Portland
          8008 Zürich            | Seefeld, Zürich
          h2w 1y4                | Plateau-Mont-Royal, Montréal
          N1 9GU                 | Islington, London
          n19gu, london          | Islington, London
          SW9 8LF                | Brixton, London
          10115 Berlin           | Berlin, Germany
          """)
  void findsAPlaceByItsPostcode(String said, String label) {
    assertEquals(label, finder.find(said).label());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Portland    | Which one do you mean: Portland, Oregon; or Portland, Maine?
          astoria     | Which one do you mean: Astoria, Oregon; or Astoria, Queens?
          Vancouver   | Which one do you mean: Vancouver, Washington; or Vancouver, British Columbia?
          10115       | Which one do you mean: Manhattan, New York; or Berlin, Germany?
          """)
  void asksWhichOfSeveralIsMeant(String said, String question) {
    Failure failure = failure(said);
    assertEquals(Status.Code.INVALID_ARGUMENT, failure.code());
    assertEquals(question, failure.words());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Oregon", "or", "England", "Germany", "USA", "de"})
  void asksForAPlaceInsideOfAnArea(String said) {
    Failure failure = failure(said);
    assertEquals(Status.Code.INVALID_ARGUMENT, failure.code());
    assertEquals("Which place there do you mean?", failure.words().replaceFirst(" For.*", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Atlantis", "Brooklyn, Oregon", "N10 1AA", "227 Fifth Avenue", "99999"})
  void knowsNoPlaceThatIsNotInTheFile(String said) {
    Failure failure = failure(said);
    assertEquals(Status.Code.NOT_FOUND, failure.code());
    assertEquals("I don't know a place called %s. Sorry.".formatted(said), failure.words());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "?!", "near", "\u0007\u202e"})
  void asksForAPlaceWhenNoneIsNamed(String said) {
    assertEquals(
        "Which place do you mean? Please name a city or a postcode.", failure(said).words());
  }

  @Test
  void refusesToRepeatALongName() {
    Failure failure = failure("x".repeat(100_000));
    assertEquals("That is too long for the name of a place. Please name a city.", failure.words());
    assertEquals("place", failure.field());
  }

  @Test
  void aPlaceThatSharesItsWholeLabelWithAnothersNameIsMeant() {
    Point point = new Point(0, 0);
    Place alone = new Place("Springfield", List.of(), "US", point, List.of(), List.of());
    Place other = new Place("Springfield", List.of("Ohio"), "US", point, List.of(), List.of());
    assertEquals(alone, new PlaceFinder(List.of(other, alone), "").find("Springfield"));
  }

  private Failure failure(String said) {
    return assertThrows(Failure.class, () -> finder.find(said));
  }
}

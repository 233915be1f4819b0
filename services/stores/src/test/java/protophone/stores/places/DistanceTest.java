package protophone.stores.places;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceTest {
  @ParameterizedTest
  @CsvSource({
    "0, DE, 100 metres",
    "0.44, DE, 400 metres",
    "0.95, DE, 1 kilometre",
    "1.04, CA, 1 kilometre",
    "2.26, CH, 2.3 kilometres",
    "9.96, DE, 10 kilometres",
    "1234.4, DE, 1234 kilometres",
    "0, US, 0.1 miles",
    "1.609344, GB, 1 mile",
    "3.3, US, 2.1 miles",
    "16.2, GB, 10 miles",
    "100, US, 62 miles",
  })
  void isSaidInTheUnitsOfTheCountry(double kilometres, String country, String words) {
    assertEquals(words, new Distance(kilometres).in(country));
  }
}

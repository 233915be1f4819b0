package protophone.stores.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointTest {
  @ParameterizedTest
  @CsvSource({
    "52.5200, 13.4050, 52.5200, 13.4050, 0",
    "51.5074, -0.1278, 48.8566, 2.3522, 343.6", // London to Paris
    "0, 179.5, 0, -179.5, 111.2", // across the date line
    "90, 0, -90, 0, 20015.1", // pole to pole
  })
  void liesAsFarFromAnotherAsTheEarthIsRound(
      double latitude, double longitude, double north, double east, double kilometres) {
    Point point = new Point(latitude, longitude);
    assertEquals(kilometres, point.kilometresTo(new Point(north, east)), 0.1);
  }

  @ParameterizedTest
  @CsvSource({"90.1, 0", "-91, 0", "0, 180.5", "0, -200", "NaN, 0", "0, NaN", "Infinity, 0"})
  void isOnEarth(double latitude, double longitude) {
    assertThrows(IllegalArgumentException.class, () -> new Point(latitude, longitude));
  }
}

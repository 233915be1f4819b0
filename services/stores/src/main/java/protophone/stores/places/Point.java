package protophone.stores.places;

import static java.lang.Math.asin;
import static java.lang.Math.cos;
import static java.lang.Math.sin;
import static java.lang.Math.sqrt;
import static java.lang.Math.toRadians;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A point on earth, in degrees north and east. */
public record Point(
    // A number that is absent would be 0, which is a place off Africa.
    @JsonProperty(required = true) double latitude,
    @JsonProperty(required = true) double longitude) {
  private static final double EARTH_RADIUS_KM = 6371.0088; // the mean one of IUGG

  /** Throws {@code IllegalArgumentException} for what is not on earth. */
  public Point {
    // Turned round, so that NaN fails too.
    if (!(Math.abs(latitude) <= 90)) {
      throw new IllegalArgumentException("latitude must be from -90 to 90, not " + latitude);
    }
    if (!(Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException("longitude must be from -180 to 180, not " + longitude);
    }
  }

  /** Returns the distance along a great circle, in kilometres, by the haversine formula. */
  public double kilometresTo(Point other) {
    double north = haversine(other.latitude - latitude);
    double east = haversine(other.longitude - longitude);
    double across = cos(toRadians(latitude)) * cos(toRadians(other.latitude)) * east;
    return 2 * EARTH_RADIUS_KM * asin(sqrt(Math.min(1, north + across)));
  }

  private static double haversine(double degrees) {
    double half = sin(toRadians(degrees) / 2);
    return half * half;
  }
}

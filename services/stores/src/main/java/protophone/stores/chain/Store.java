package protophone.stores.chain;

import java.time.ZoneId;
import java.util.List;
import protophone.stores.hours.SpecialDay;
import protophone.stores.hours.Week;
import protophone.stores.places.Point;
import protophone.stores.words.Folding;

/**
 * A store.
 *
 * @param name what it is called; no two stores share it
 * @param aliases what else it is called
 * @param city the label of the place that it is in: "Portland, Oregon"
 * @param address the street address as it is to be said
 * @param location where it is
 * @param timeZone of the IANA time zone database
 * @param hours the usual ones
 * @param specialDays those of this store alone, which count before the holidays of its country
 */
public record Store(
    String name,
    List<String> aliases,
    String city,
    String address,
    Point location,
    ZoneId timeZone,
    Week hours,
    List<SpecialDay> specialDays) {
  /** Throws {@code IllegalArgumentException} for a store that could not be found or told. */
  public Store {
    if (Folding.words(name).isEmpty()) {
      throw new IllegalArgumentException("name must be a name, not \"%s\"".formatted(name));
    }
    if (address.isBlank()) {
      throw new IllegalArgumentException("address must not be empty");
    }
    aliases = List.copyOf(aliases);
    specialDays = List.copyOf(specialDays);
  }
}

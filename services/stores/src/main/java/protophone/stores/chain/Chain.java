package protophone.stores.chain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import protophone.stores.hours.Schedule;
import protophone.stores.hours.SpecialDay;
import protophone.stores.places.Place;
import protophone.stores.places.Point;
import protophone.stores.words.Folding;
import protophone.stores.words.Spoken;

/** The company's stores, and the places that callers name. */
public final class Chain {
  private static final int CITIES = 8; // as many as a caller listens to

  private final List<Place> places;
  private final Map<String, Place> placesByLabel;
  private final Map<String, List<SpecialDay>> holidays;
  private final List<Store> stores;

  /**
   * Puts the parts together; {@code holidays} are by country, ISO 3166-1.
   *
   * <p>Throws {@code IllegalArgumentException} where they do not fit each other.
   */
  @JsonCreator
  public Chain(
      @JsonProperty("places") List<Place> places,
      @JsonProperty("holidays") Map<String, List<SpecialDay>> holidays,
      @JsonProperty("stores") List<Store> stores) {
    this.places = List.copyOf(places);
    this.holidays = Map.copyOf(holidays);
    this.stores = List.copyOf(stores);
    placesByLabel = unique("places", places, Place::label);
    unique("stores", stores, Store::name);
    requireStores();
    requireCities();
    requireCountries();
  }

  public List<Place> places() {
    return places;
  }

  public List<Store> stores() {
    return stores;
  }

  /** Returns the store nearest to a point, as the crow flies. */
  public Store nearest(Point point) {
    return stores.stream()
        .min(Comparator.comparingDouble(store -> point.kilometresTo(store.location())))
        .orElseThrow();
  }

  /** Returns the city that a store is in. */
  public Place cityOf(Store store) {
    return Objects.requireNonNull(placesByLabel.get(Folding.fold(store.city())));
  }

  /** Returns when a store is open. */
  public Schedule scheduleOf(Store store) {
    List<SpecialDay> common = holidays.getOrDefault(cityOf(store).country(), List.of());
    List<SpecialDay> all = Stream.concat(store.specialDays().stream(), common.stream()).toList();
    return new Schedule(store.timeZone(), store.hours(), all);
  }

  /** Returns a sentence that tells in which cities there are stores. */
  public String whereStoresAre() {
    List<String> cities = stores.stream().map(store -> cityOf(store).label()).distinct().toList();
    List<String> told = new ArrayList<>(cities.subList(0, Math.min(CITIES, cities.size())));
    if (cities.size() > CITIES) {
      told.add("other cities");
    }
    return "We have stores in %s.".formatted(Spoken.allOf(told));
  }

  private void requireStores() {
    if (stores.isEmpty()) {
      throw new IllegalArgumentException("stores must name one store at least");
    }
  }

  private void requireCities() {
    for (int index = 0; index < stores.size(); index++) {
      String city = stores.get(index).city();
      if (!placesByLabel.containsKey(Folding.fold(city))) {
        throw new IllegalArgumentException(
            "stores[%d].city: \"%s\" is not one of the places, with what it lies in"
                .formatted(index, city));
      }
    }
  }

  private void requireCountries() {
    Set<String> unknown = new TreeSet<>(holidays.keySet());
    places.forEach(place -> unknown.remove(place.country()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("holidays: no place is in " + String.join(", ", unknown));
    }
  }

  private static <T> Map<String, T> unique(String list, List<T> items, Function<T, String> name) {
    Map<String, T> known = new HashMap<>();
    for (int index = 0; index < items.size(); index++) {
      String called = name.apply(items.get(index));
      if (known.put(Folding.fold(called), items.get(index)) != null) {
        throw new IllegalArgumentException(
            "%s[%d]: \"%s\" comes twice".formatted(list, index, called));
      }
    }
    return known;
  }
}

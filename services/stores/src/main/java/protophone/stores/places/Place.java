package protophone.stores.places;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import protophone.stores.words.Folding;

/**
 * A city or a part of one.
 *
 * @param name what it is called
 * @param within what it lies in, nearest first and abbreviations too: "Oregon", "OR"
 * @param country ISO 3166-1, two letters
 * @param location its middle
 * @param aliases what else it is called
 * @param postcodes postcodes, or their beginnings; of Britain, outward codes: "N1"
 */
public record Place(
    String name,
    List<String> within,
    String country,
    Point location,
    List<String> aliases,
    List<String> postcodes) {
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
  private static final Pattern INWARD = Pattern.compile("\\d[a-z]{2}$");

  /** Throws {@code IllegalArgumentException} for a place that could not be found or told. */
  public Place {
    if (Folding.words(name).isEmpty()) {
      throw new IllegalArgumentException("name must be a name, not \"%s\"".formatted(name));
    }
    if (!COUNTRIES.contains(country)) {
      throw new IllegalArgumentException(
          "country must be two letters of ISO 3166-1, not \"%s\"".formatted(country));
    }
    within = List.copyOf(within);
    aliases = List.copyOf(aliases);
    postcodes = postcodes.stream().map(Place::compact).toList();
  }

  /** Returns a postcode as it is compared: without case and spaces. */
  static String compact(String postcode) {
    return Folding.fold(postcode).replace(" ", "");
  }

  /** The name to tell it by: "Portland, Oregon". */
  public String label() {
    return within.isEmpty() ? name : "%s, %s".formatted(name, within.get(0));
  }

  /** All that it is called, folded. */
  Set<String> names() {
    return folded(Stream.concat(Stream.of(name), aliases.stream()));
  }

  /** What callers say after its name, folded: "oregon", "or", "united states", "us", "usa". */
  Set<String> areas() {
    Locale locale = new Locale("", country);
    Stream<String> countries =
        Stream.of(locale.getDisplayCountry(Locale.ENGLISH), country, locale.getISO3Country());
    return folded(Stream.concat(within.stream(), countries));
  }

  /** Every word that callers may say to tell it from others, folded. */
  public Set<String> words() {
    return Stream.concat(names().stream(), areas().stream())
        .flatMap(phrase -> Stream.of(phrase.split(" ")))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns how many characters of a compact postcode are known to lie here. */
  int postcodeMatch(String postcode) {
    // Britain's outward codes are of two to four characters: "E1" does not begin "E10 5AB".
    boolean british = country.equals("GB");
    String outward = british ? INWARD.matcher(postcode).replaceFirst("") : postcode;
    return postcodes.stream()
        .filter(known -> british ? outward.equals(known) : postcode.startsWith(known))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  private static Set<String> folded(Stream<String> names) {
    return names.map(Folding::fold).collect(Collectors.toUnmodifiableSet());
  }
}

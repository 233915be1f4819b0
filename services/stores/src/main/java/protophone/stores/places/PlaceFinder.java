package protophone.stores.places;

import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import protophone.stores.words.Failure;
import protophone.stores.words.Folding;
import protophone.stores.words.Spoken;

/** From what the caller said to the one place that is meant. */
public final class PlaceFinder {
  private static final String FIELD = "place";
  private static final int LONGEST = 100; // characters
  private static final int CHOICES = 4; // as many as a caller keeps in mind
  private static final Set<String> FILLERS = Set.of("near", "in", "at", "around");

  private final List<Place> places;
  private final Map<String, List<Place>> byName;
  private final Map<String, List<Place>> byArea;
  private final String otherwise;

  /**
   * Finds any of some places.
   *
   * @param otherwise what the caller hears of a place that is none of them
   */
  public PlaceFinder(List<Place> places, String otherwise) {
    this.places = places;
    this.otherwise = otherwise;
    byName = index(places, Place::names);
    byArea = index(places, Place::areas);
  }

  /** Returns the place that is meant, or throws a {@link Failure} that asks for another. */
  public Place find(String said) {
    String line = Spoken.line(said);
    if (line.length() > LONGEST) {
      throw Failure.invalid(FIELD, "That is too long for the name of a place. Please name a city.");
    }
    List<String> words = List.of(withoutFillers(Folding.fold(line)).split(" "));
    if (words.get(0).isEmpty()) {
      throw Failure.invalid(FIELD, "Which place do you mean? Please name a city or a postcode.");
    }
    return onlyOne(candidates(words), line);
  }

  private List<Place> candidates(List<String> words) {
    List<Place> found = named(words);
    return found.isEmpty() ? coded(words) : found;
  }

  /** Of the places named by the first words, as many as may be, those that lie in the rest. */
  private List<Place> named(List<String> words) {
    return IntStream.iterate(words.size(), cut -> cut > 0, cut -> cut - 1)
        .mapToObj(cut -> called(words.subList(0, cut), words.subList(cut, words.size())))
        .filter(not(List::isEmpty))
        .findFirst()
        .orElse(List.of());
  }

  private List<Place> called(List<String> name, Collection<String> areas) {
    return byName.getOrDefault(String.join(" ", name), List.of()).stream()
        .filter(place -> place.words().containsAll(areas))
        .toList();
  }

  /** The places that share the most with the postcode in the words; the others must fit. */
  private List<Place> coded(List<String> words) {
    Map<Boolean, List<String>> parts =
        words.stream().collect(partitioningBy(PlaceFinder::hasDigit));
    String postcode = String.join("", parts.get(true));
    NavigableMap<Integer, List<Place>> matches =
        places.stream()
            .filter(place -> place.postcodeMatch(postcode) > 0)
            .filter(place -> place.words().containsAll(parts.get(false)))
            .collect(groupingBy(place -> place.postcodeMatch(postcode), TreeMap::new, toList()));
    return matches.isEmpty() ? List.of() : matches.lastEntry().getValue();
  }

  private Place onlyOne(List<Place> found, String said) {
    if (found.isEmpty()) {
      throw unknown(said);
    }
    return found.size() == 1 ? found.get(0) : labelled(found, said);
  }

  /** A place named by its whole label is meant, or the question would come back. */
  private static Place labelled(List<Place> found, String said) {
    return found.stream()
        .filter(place -> Folding.fold(place.label()).equals(Folding.fold(said)))
        .findFirst()
        .orElseThrow(
            () -> {
              String choice = Spoken.oneOf(labels(found));
              return Failure.invalid(FIELD, "Which one do you mean: %s?".formatted(choice));
            });
  }

  private Failure unknown(String said) {
    List<Place> inside = byArea.getOrDefault(withoutFillers(Folding.fold(said)), List.of());
    return inside.isEmpty()
        ? Failure.notFound(FIELD, "I don't know a place called %s. %s".formatted(said, otherwise))
        : Failure.invalid(
            FIELD,
            "Which place there do you mean? For example %s."
                .formatted(Spoken.oneOf(labels(inside))));
  }

  private static List<String> labels(List<Place> found) {
    return found.stream().map(Place::label).limit(CHOICES).toList();
  }

  private static Map<String, List<Place>> index(
      List<Place> places, Function<Place, Set<String>> names) {
    return places.stream()
        .flatMap(place -> names.apply(place).stream().map(name -> Map.entry(name, place)))
        .collect(
            groupingBy(
                named -> withoutFillers(named.getKey()), mapping(Map.Entry::getValue, toList())));
  }

  private static boolean hasDigit(String word) {
    return word.chars().anyMatch(Character::isDigit);
  }

  private static String withoutFillers(String folded) {
    return Stream.of(folded.split(" ")).filter(not(FILLERS::contains)).collect(joining(" "));
  }
}

package protophone.stores.chain;

import static java.util.function.Predicate.not;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import protophone.stores.places.Place;
import protophone.stores.words.Failure;
import protophone.stores.words.Folding;
import protophone.stores.words.Spoken;

/** From what the caller said to the one store that is meant. */
public final class StoreFinder {
  private static final String FIELD = "store";
  private static final int LONGEST = 100; // characters
  private static final int CHOICES = 5; // as many as a caller keeps in mind
  private static final Set<String> FILLERS =
      Set.of("store", "shop", "branch", "location", "your", "in", "at", "on", "of", "near", "one");

  private final List<Names> known;
  private final String otherwise;

  public StoreFinder(Chain chain) {
    known = chain.stores().stream().map(store -> Names.of(store, chain.cityOf(store))).toList();
    otherwise = chain.whereStoresAre();
  }

  /** Returns the store that is meant, or throws a {@link Failure} that asks for another. */
  public Store find(String said) {
    String line = Spoken.line(said);
    if (line.length() > LONGEST) {
      throw Failure.invalid(FIELD, "That is too long for the name of a store.");
    }
    Set<String> words =
        Folding.words(line).stream().filter(not(FILLERS::contains)).collect(Collectors.toSet());
    if (words.isEmpty()) {
      throw Failure.invalid(FIELD, "Which store do you mean? " + otherwise);
    }
    return onlyOne(candidates(Folding.fold(line), words), line);
  }

  /** The strictest understanding that finds a store: its name, what else it is called, words. */
  private List<Store> candidates(String folded, Set<String> words) {
    return Stream.<Predicate<Names>>of(
            names -> names.name().equals(folded),
            names -> names.aliases().contains(folded),
            names -> names.words().containsAll(words))
        .map(meant -> known.stream().filter(meant).map(Names::store).toList())
        .filter(not(List::isEmpty))
        .findFirst()
        .orElse(List.of());
  }

  private Store onlyOne(List<Store> found, String said) {
    if (found.isEmpty()) {
      throw Failure.notFound(
          FIELD, "I don't know a store called %s. %s".formatted(said, otherwise));
    }
    if (found.size() > 1) {
      List<String> names = found.stream().map(Store::name).limit(CHOICES).toList();
      throw Failure.invalid(FIELD, "Which one do you mean: %s?".formatted(Spoken.oneOf(names)));
    }
    return found.get(0);
  }

  /** What a store is called, folded; and every word of that, of its address and its city. */
  private record Names(Store store, String name, Set<String> aliases, Set<String> words) {
    static Names of(Store store, Place city) {
      Set<String> aliases = store.aliases().stream().map(Folding::fold).collect(Collectors.toSet());
      Set<String> words = new HashSet<>(city.words());
      words.addAll(Folding.words(store.name()));
      words.addAll(Folding.words(store.address()));
      store.aliases().forEach(alias -> words.addAll(Folding.words(alias)));
      return new Names(store, Folding.fold(store.name()), aliases, words);
    }
  }
}

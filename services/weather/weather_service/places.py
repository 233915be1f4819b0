"""From what the caller said to the one place that is meant."""

from collections.abc import Iterable, Iterator, Sequence

from grpc import StatusCode

from weather_service.failure import Failure
from weather_service.gazetteer import Gazetteer
from weather_service.names import fold
from weather_service.place import Area, Place

LONGEST = 100  # characters
CHOICES = 3  # as many as a caller keeps in mind
CLEAR = 4  # how many times likelier the likeliest must be, not to ask


def resolve(gazetteer: Gazetteer, location: str) -> Place:
    """Return the place meant by `location`: a city, or a city and where it lies.

    Raises `Failure`: NOT_FOUND, or INVALID_ARGUMENT when it is left open which.
    """
    said = " ".join(location.split())
    if not fold(said):
        raise refusal("Which place do you mean? Please name a city.")
    if len(said) > LONGEST:
        raise refusal("That is too long for the name of a place. Please name a city.")
    for candidates in readings(gazetteer, said):
        if candidates:
            return likeliest(candidates, said)
    raise Failure(
        StatusCode.NOT_FOUND,
        f"I don't know a place called {said}. If it is small, please name a larger one"
        " nearby.",
        field="location",
    )


def readings(gazetteer: Gazetteer, said: str) -> Iterator[list[Place]]:
    """Yield the places that `said` may mean, the strictest understanding of it first.

    Raises `Failure` when it is an area, and a city in it is to be named.
    """
    words = fold(said).split()
    yield named_as_area(gazetteer, words)
    yield named(gazetteer, words)
    first, *rest = said.split(",")
    if rest:  # "Springfield, Sangamon County, Illinois"
        yield named(gazetteer, fold(f"{first} {rest[-1]}").split())
    if not any(gazetteer.areas(fold(part)) for part in rest):  # "Munich, Bavaria"
        only = gazetteer.places(fold(first))
        yield only if len(only) == 1 else []


def named_as_area(gazetteer: Gazetteer, words: Sequence[str]) -> list[Place]:
    """Return the places that share the name of an area and are meant by it.

    "Mexico" is the city in Mexico, and "Washington" the capital, though it lies
    elsewhere; but "Jamaica" is not a part of New York: `Failure` asks for a city.
    """
    name = " ".join(words)
    places = gazetteer.places(name)
    areas = gazetteer.areas(name, abbreviated=not places)
    inside = [place for place in places if any(map(place.inside, areas))]
    if not areas or inside or (places and places[0].capital):
        return inside or places
    cities = one_of([place.label for place in gazetteer.largest(areas, CHOICES)])
    raise refusal(f"Which city there do you mean? For example {cities}.")


def named(
    gazetteer: Gazetteer, words: Sequence[str], within: tuple[list[Area], ...] = ()
) -> list[Place]:
    """Return the places named by all `words`, or by the first and lying in the rest.

    Of each list in `within`, one area must hold the place.
    """
    found = [
        place
        for place in gazetteer.places(" ".join(words))
        if all(any(map(place.inside, areas)) for areas in within)
    ]
    for cut in range(1, len(words)):
        if found:
            break
        areas = gazetteer.areas(" ".join(words[cut:]))
        if areas:
            found = named(gazetteer, words[:cut], (*within, areas))
    return found


def likeliest(places: Iterable[Place], said: str) -> Place:
    """Return the place that outweighs the others, or ask which one is meant.

    A place named by its whole label is meant, or the question would come back. Of two
    with one label the caller could not tell which, and two that are near each other
    have the same weather: the likelier is the answer.
    """
    ranked = sorted(places, key=lambda place: place.likelihood, reverse=True)
    exact = [place for place in ranked if fold(place.label) == fold(said)]
    best = (exact or ranked)[0]
    rivals = (p for p in ranked if p.likelihood * CLEAR > best.likelihood)
    labels = [best.label, *(p.label for p in rivals if not p.near(best))]
    choices = list(dict.fromkeys(labels))[:CHOICES]
    if not exact and len(choices) > 1:
        raise refusal(f"Which one do you mean: {one_of(choices)}?")
    return best


def one_of(labels: Sequence[str]) -> str:
    """Return labels, which have commas of their own, as a choice to be spoken."""
    *first, last = labels
    return "; ".join([*first, f"or {last}"]) if first else last


def refusal(words: str) -> Failure:
    """Return the failure that asks the caller for another location."""
    return Failure(StatusCode.INVALID_ARGUMENT, words, field="location")

"""Lists and maps of values."""

from typing import Any

from edge.tools.arguments.refusals import ENOUGH, Problem, Refused, harmless, wrong
from edge.tools.arguments.scalars import Convert, Tidy
from edge.tools.arguments.tidying import from_text

TRUTHS = {"true": True, "false": False}
TWICE = Problem("", "has one key twice")


def repeated(convert: Convert, plain: type | None, tidy: Tidy) -> Convert:
    """Return the converter of lists whose items `convert` takes.

    Items of the type `plain` are right as they are.
    """
    kinds = {plain} if plain else set()

    def convert_list(value: Any, room: int) -> list[Any]:  # noqa: ANN401  any JSON
        items = value if type(value) is list else tidy(value)
        if type(items) is not list:
            raise wrong(value, "a list")
        if kinds and kinds.issuperset(map(type, items)):
            return items
        return convert_items(convert, items, room)

    return convert_list


def convert_items(convert: Convert, items: list[Any], room: int) -> list[Any]:
    """Convert every item, or raise `Refused` with what is wrong with the first few."""
    converted, problems = [], list[Problem]()
    for index, item in enumerate(items):
        try:
            converted.append(convert(item, room))
        except Refused as refused:
            problems += refused.under(f"[{index}]")
            if len(problems) >= ENOUGH:
                break
    if problems:
        raise Refused(*problems)
    return converted


def one_or_more(value: object) -> object:
    """Return the list that is meant by a single value or by JSON text."""
    found = from_text(value, list)
    return found if isinstance(found, list) or found is None else [found]


def truth_key(tidy: Tidy) -> Convert:
    """Make the converter of a map's keys that are true or false."""

    def convert(value: Any, _: int) -> bool:  # noqa: ANN401  any JSON
        meant = tidy(value)
        if meant not in TRUTHS:
            raise wrong(value, '"true" or "false"')
        return TRUTHS[meant]

    return convert


def mapped(
    convert_key: Convert, convert: Convert, plain: tuple[Any, Any], tidy: Tidy
) -> Convert:
    """Return the converter of maps; the keys are texts in JSON.

    Keys and values of the types `plain` are right as they are.
    """
    kinds = {plain[1]} if plain[0] is str else set()

    def convert_map(value: Any, room: int) -> dict[Any, Any]:  # noqa: ANN401  any JSON
        entries = value if type(value) is dict else tidy(value)
        if type(entries) is not dict:
            raise wrong(value, "an object")
        if kinds and kinds.issuperset(map(type, entries.values())):
            return entries
        return convert_entries(convert_key, convert, entries, room - 1)

    return convert_map


def convert_entries(
    convert_key: Convert,
    convert: Convert,
    entries: dict[str, Any],
    room: int,
) -> dict[Any, Any]:
    """Convert keys and values, or raise `Refused` with what is wrong with a few."""
    converted, problems = dict[Any, Any](), list[Problem]()
    for key, value in entries.items():
        try:
            converted[convert_key(key, room)] = convert(value, room)
        except Refused as refused:
            problems += refused.under(f"[{harmless(str(key))}]")
            if len(problems) >= ENOUGH:
                break
    if not problems and len(converted) < len(entries):
        problems.append(TWICE)
    if problems:
        raise Refused(*problems)
    return converted


def from_pairs(value: object) -> object:
    """Return the object that is meant by a list of {"key", "value"}, or by text."""
    found = value if isinstance(value, list) else from_text(value, dict)
    if found is value:
        found = from_text(value, list)
    if not isinstance(found, list) or not all(map(is_pair, found)):
        return found
    keys = [as_key(pair["key"]) for pair in found]
    if len(set(keys)) < len(keys):
        raise Refused(TWICE)
    return {key: pair.get("value") for key, pair in zip(keys, found, strict=True)}


def is_pair(item: object) -> bool:
    """Tell whether an item of a list is one entry of a map."""
    keys = item.keys() if isinstance(item, dict) else ()
    return "key" in keys and set(keys) <= {"key", "value"}


def as_key(key: object) -> str:
    """Return a pair's key as JSON objects have it."""
    return {True: "true", False: "false"}[key] if isinstance(key, bool) else str(key)

"""Enum values: by name or number, and by the words that are offered for them."""

import re
from difflib import get_close_matches
from typing import Any

from google.protobuf.descriptor import EnumDescriptor

from edge.tools.arguments.refusals import either, shown, wrong
from edge.tools.arguments.scalars import INT32, Convert, whole
from edge.tools.arguments.tidying import as_it_is
from edge.tools.fields import enum_words, is_unspecified, word

BETWEEN_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\s_-]+")
NULLS = (None, "NULL_VALUE", 0)
MOST_WORDS = 20
"""How many values are all named when one is refused; of more, a few are."""

SOME_WORDS = 8


def exact_enum(enum: EnumDescriptor) -> Convert:
    """Return the converter of ProtoJSON: a value's name, or a number."""
    by_name = {value.name: value.number for value in enum.values}
    numbers = frozenset(enum.values_by_number)
    closed = enum.is_closed
    as_number = INT32(as_it_is)

    def convert(value: Any, room: int) -> int:  # noqa: ANN401  any JSON
        if isinstance(value, str):
            if value not in by_name:
                raise wrong(value, choice(list(by_name)))
            return by_name[value]
        number: int = as_number(value, room)
        if closed and number not in numbers:
            raise wrong(value, choice(list(by_name)))
        return number

    return convert


def forgiving_enum(enum: EnumDescriptor) -> Convert:
    """Return the converter of what a model writes: a word in any case, a number."""
    numbers = {v.name: v.number for v in enum.values if not is_unspecified(v.name)}
    offered = {said: numbers[name] for said, name in enum_words(enum).items()}
    spelled = numbers | offered
    meanings = words_of(enum)
    known = frozenset(numbers.values())

    def convert(value: Any, _: int) -> int:  # noqa: ANN401  any JSON
        if type(value) is str and value in spelled:
            return spelled[value]
        number = meanings.get(plain(value)) if isinstance(value, str) else None
        number = whole(value) if number is None else number
        if number not in known:
            raise wrong(value, choice(list(offered), shown(value)))
        return number

    return convert


def null(value: Any, _: int) -> int:  # noqa: ANN401  any JSON
    """Convert google.protobuf.NullValue, an enum of one value."""
    if value not in NULLS:
        raise wrong(value, "null")
    return 0


def words_of(enum: EnumDescriptor) -> dict[str, int]:
    """Return every plain word that means one value only."""
    meanings: dict[str, set[int]] = {}
    for value in enum.values:
        for name in (value.name, word(enum, value.name)):
            meanings.setdefault(plain(name), set()).add(value.number)
    return {name: n for name, (n, *more) in meanings.items() if not more}


def plain(name: str) -> str:
    """Return "light rain" for LIGHT_RAIN, light-rain and lightRain."""
    return BETWEEN_WORDS.sub(" ", name.strip()).lower()


def choice(words: list[str], given: object = "") -> str:
    """Return the values to choose from; of very many, those most like the given."""
    if len(words) <= MOST_WORDS:
        return either(words) if words else "left out"
    near = get_close_matches(str(given).lower(), words, n=SOME_WORDS, cutoff=0)
    return f"one of {len(words)} values, such as {either(near)}"

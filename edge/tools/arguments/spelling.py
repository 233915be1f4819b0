"""Which argument is meant by a name that the contract does not have."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
SHORTEST = 4
"""The shortest word in which a slip can be told from another word, in letters."""

ALIKE = 0.8
"""The similarity from which a name is suspected to be a misspelling of another."""


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name: "due date" of dueDate, due-date and DUE_DATE."""
    return tuple(word.lower() for word in WORDS.findall(name))


def same(name: str, declared: Iterable[str]) -> list[str]:
    """Return the declared names that have the same words, whatever parts them."""
    given = "".join(words(name))
    return [other for other in declared if "".join(words(other)) == given]


def slips(name: str, declared: Iterable[str]) -> list[str]:
    """Return the declared names of which one word differs, and that by a slip."""
    given = words(name)
    return [other for other in declared if one_slip(given, words(other))]


def alike(name: str, declared: Iterable[str]) -> list[str]:
    """Return the declared names that look like this one, meant or not."""
    return [other for other in declared if similarity(name, other) >= ALIKE]


def similarity(one: str, other: str) -> float:
    """Return how alike two names are, from 0 to 1."""
    return SequenceMatcher(None, "_".join(words(one)), "_".join(words(other))).ratio()


def one_slip(given: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether exactly one word differs, and that by a slip."""
    if len(given) != len(right):
        return False
    different = [pair for pair in zip(given, right, strict=True) if pair[0] != pair[1]]
    return len(different) == 1 and is_slip(*different[0])


def is_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter within, or by a plural's s.

    Not by the first or the last: payer is not payee, and sender is not lender.
    """
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST or not short.isalpha() or not long.isalpha():
        return False
    if long == f"{short}s":
        return True
    if short[0] != long[0] or short[-1] != long[-1] or len(long) - len(short) > 1:
        return False
    return is_one_edit(short, long)


def is_one_edit(short: str, long: str) -> bool:
    """Tell whether one letter too many, one other, or two swapped, part the words."""
    start = next(i for i, letter in enumerate(long) if short[i : i + 1] != letter)
    rest, long_rest = short[start:], long[start:]
    if len(short) < len(long):
        return rest == long_rest[1:]
    swapped = long_rest[1:2] + long_rest[:1] + long_rest[2:]
    return rest[1:] == long_rest[1:] or rest == swapped

"""What is wrong with an argument, in words the model can act on."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

ENOUGH = 5
"""How many problems are told at once."""

LONGEST = 40
"""How much of a given value is repeated, in characters."""

LONGEST_PATH = 120

HUGE = 10**LONGEST


class Problem(NamedTuple):
    """One thing that is wrong, and where."""

    path: str
    """Such as `days`, `address.street` or `items[2].name`; empty: the whole."""

    text: str
    """The rest of the sentence, beginning with its verb."""

    def __str__(self) -> str:
        where = harmless(self.path, LONGEST_PATH) or "The whole of the arguments"
        return f"{where} {self.text}."


class Unusual(Exception):
    """An object needs the careful converter; nothing is said against it yet."""


TOO_DEEP = Problem("", "is nested too deeply")


class Refused(Exception):
    """A value cannot be taken for what the contract wants in its place."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def under(self, name: str) -> Iterable[Problem]:
        """Yield the problems as they are seen one level up, below `name`."""
        for path, text in self.problems:
            yield Problem(f"{name}{separator(path)}{path}", text)


def separator(path: str) -> str:
    """Return what parts a name from the path below it."""
    return "." if path and not path.startswith("[") else ""


def wrong(value: object, right: str) -> Refused:
    """Return the refusal of `value` where `right`, a noun phrase, was wanted."""
    return Refused(Problem("", f"is {shown(value)}, but must be {right}"))


def shown(value: object) -> str:
    """Return a value as it is repeated to the model: short, and on one line."""
    if isinstance(value, dict | list):
        return {dict: "an object", list: "a list"}[type(value)]
    if isinstance(value, str):
        return f'"{harmless(value)}"'
    if isinstance(value, int) and abs(value) >= HUGE:
        return "a number of very many digits"
    return json.dumps(value, default=str)


def harmless(text: str, longest: int = LONGEST) -> str:
    """Shorten a text, and take out what would break or disguise the line it is in."""
    cut = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return "".join(letter if letter.isprintable() else " " for letter in cut)


def sentences(problems: tuple[Problem, ...]) -> tuple[str, ...]:
    """Return the problems as sentences, at most `ENOUGH`."""
    return tuple(map(str, problems[:ENOUGH]))


def either(words: Iterable[Any]) -> str:
    """Join words as a choice: "a, b or c"."""
    *most, last = map(str, words)
    return f"{', '.join(most)} or {last}" if most else last

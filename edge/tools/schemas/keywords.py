"""The keywords of JSON Schema that narrow a value, in words."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from edge.tools.schemas.words import count, listed

FORMAT_WORDS = {
    "email": "An email address.",
    "hostname": "A host name.",
    "ipv4": "An IPv4 address.",
    "ipv6": "An IPv6 address.",
    "uri": "A URI.",
    "uuid": "A UUID.",
}

UNITS = {"Length": "character", "Items": "item", "Properties": "entry"}


def bound(most: str, unit: str) -> Callable[[Any], str]:
    """Return what says the keyword for the least or most of a number of units."""
    return lambda number: f"At {most} {count(number, unit)}."


WORDS: Mapping[str, Callable[[Any], str]] = {
    "const": lambda value: f"Always {json.dumps(value)}.",
    "enum": lambda values: f"One of {listed(values)}." if values else "",
    "exclusiveMaximum": "Less than {}.".format,
    "exclusiveMinimum": "More than {}.".format,
    "format": lambda value: FORMAT_WORDS.get(value, ""),
    "maximum": "At most {}.".format,
    "minimum": "At least {}.".format,
    "pattern": "Matches the regular expression {}.".format,
    "uniqueItems": lambda _: "No item twice.",
    **{f"min{kind}": bound("least", unit) for kind, unit in UNITS.items()},
    **{f"max{kind}": bound("most", unit) for kind, unit in UNITS.items()},
}
"""How each keyword is said; a keyword that is missing here is a mistake."""

SPANS = (
    ("minimum", "maximum", ""),
    *((f"min{kind}", f"max{kind}", unit) for kind, unit in UNITS.items()),
)


def in_words(keywords: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sentences that say what the keywords would."""
    left = dict(keywords)
    spans = [span_words(left, *span) for span in SPANS]
    return tuple(filter(None, (*spans, *(WORDS[k](v) for k, v in left.items()))))


def span_words(left: dict[str, Any], least: str, most: str, unit: str) -> str:
    """Take both bounds of a span out of `left`, where both are there, and say them."""
    if least not in left or most not in left:
        return ""
    low, high = left.pop(least), left.pop(most)
    top = count(high, unit) if unit else high
    return f"Exactly {top}." if low == high else f"From {low} to {top}."

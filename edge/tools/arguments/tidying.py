"""What a model writes instead of a value, where no other value can be meant."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from google.protobuf.descriptor import FieldDescriptor

from edge.tools.arguments.refusals import Refused
from edge.tools.arguments.scalars import SCALARS, Convert, Tidy

LOOSE_NUMBER = re.compile(r"\s*(?:\+|(-))?0*([0-9].*?)\s*")
WORDS_FOR_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def tidied(convert: Convert, tidy: Tidy) -> Convert:
    """Return the converter that, before it refuses a value, tries what is meant."""

    def convert_tidied(value: Any, room: int) -> Any:  # noqa: ANN401  any JSON
        try:
            return convert(value, room)
        except Refused:
            meant = tidy(value)
            if meant is value:
                raise
        return convert(meant, room)

    return convert_tidied


def as_it_is(value: object) -> object:
    """Return the value: nothing but itself is meant."""
    return value


def number(value: object) -> object:
    """Return "3" for " +03 "."""
    found = isinstance(value, str) and LOOSE_NUMBER.fullmatch(value)
    return f"{found[1] or ''}{found[2]}" if found else value


def truth(value: object) -> object:
    """Return true for "Yes", false for "FALSE"."""
    if not isinstance(value, str):
        return value
    return WORDS_FOR_TRUTH.get(value.strip().lower(), value)


def text(value: object) -> object:
    """Return "42" for 42; not for 4.20, whose last digit is lost already."""
    return str(value) if type(value) is int and abs(value) < 10**400 else value


def from_text(value: object, kind: type) -> object:
    """Return the object or list that a text holds as JSON, or the value itself."""
    if not isinstance(value, str):
        return value
    try:
        found = msgspec.json.decode(value)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return value
    return found if isinstance(found, kind) else value


def json_list(value: object) -> object:
    """Return the list that a text holds as JSON."""
    return from_text(value, list)


def json_object(value: object) -> object:
    """Return the object that a text holds as JSON."""
    return from_text(value, dict)


def unwrapped(value: object) -> object:
    """Return base64 without the line breaks some write into it (RFC 2045)."""
    return "".join(value.split()) if isinstance(value, str) else value


def lower(value: object) -> object:
    """Return "true" for "True"."""
    return value.strip().lower() if isinstance(value, str) else value


TIDY: Mapping[int, Tidy] = {
    **dict.fromkeys(SCALARS, number),
    FieldDescriptor.TYPE_BOOL: truth,
    FieldDescriptor.TYPE_BYTES: unwrapped,
    FieldDescriptor.TYPE_STRING: text,
}
"""How values of each scalar type are tidied."""

"""Decode what fits of JSON whose shape is not the one that was expected."""

from typing import Any, TypeVar, get_args, get_origin

import msgspec
from msgspec import Raw, Struct

Kind = TypeVar("Kind")

MOST_ITEMS = 256
"""Of a list that does not fit, the rest is left out: each item takes its time."""


def salvage(kind: type[Kind], raw: bytes | Raw) -> Kind | None:
    """Decode valid JSON as `kind`, leaving out each part that does not fit.

    Slow, and therefore only for what strict decoding has refused. `kind` is a
    Struct whose fields all have defaults, a list of such, or a union of one
    with None; None is returned where nothing fits.
    """
    whole: Kind | None = decoded(kind, raw)
    if whole is not None:
        return whole
    for option in (kind, *get_args(kind)):
        if get_origin(option) is list:
            return items(option, raw)  # type: ignore[return-value]  # option is kind
        if isinstance(option, type) and issubclass(option, Struct):
            return members(option, raw)  # type: ignore[return-value]  # as above
    return None


def items(kind: Any, raw: bytes | Raw) -> list[Any] | None:  # noqa: ANN401  list[…]
    """Return the items of an array that fit, each as far as it does."""
    (inner,) = get_args(kind)
    found = decoded(list[Raw], raw)
    if found is None:
        return None
    salvaged = (salvage(inner, item) for item in found[:MOST_ITEMS])
    return [item for item in salvaged if item is not None]


def members(kind: type[Struct], raw: bytes | Raw) -> Struct | None:
    """Return a Struct of the members of an object that fit."""
    found = decoded(dict[str, Raw], raw)
    if found is None:
        return None
    fields = [f for f in msgspec.structs.fields(kind) if f.encode_name in found]
    values = {f.name: salvage(f.type, found[f.encode_name]) for f in fields}
    return kind(**{name: value for name, value in values.items() if value is not None})


def decoded(kind: type[Kind], raw: bytes | Raw) -> Kind | None:
    """Decode strictly; None where it does not fit."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.ValidationError, UnicodeDecodeError, RecursionError):
        return None

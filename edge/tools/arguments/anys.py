"""A message of any type, named beside it (google.protobuf.Any)."""

from collections.abc import Callable
from typing import Any, NamedTuple

from google.protobuf.message import Message

from edge.tools.arguments.objects import made
from edge.tools.arguments.refusals import TOO_DEEP, Problem, Refused, shown, wrong
from edge.tools.arguments.scalars import Convert, Tidy

RIGHT = 'an object whose "@type" names its message'


class Content(NamedTuple):
    """A message type that an Any may hold."""

    make: type[Message]
    convert: Convert
    wellknown: bool
    """Whether its JSON is no object of its fields, and so lies below "value"."""


def any_converter(find: Callable[[str], Content], tidy: Tidy) -> Convert:
    """Return the converter of an Any.

    `find` returns the type of a full name, or raises `KeyError`.
    """

    def convert(value: Any, room: int) -> dict[str, Any]:  # noqa: ANN401  any JSON
        value = tidy(value)
        if type(value) is not dict:
            raise wrong(value, RIGHT)
        if room <= 0:
            raise Refused(TOO_DEEP)
        if not value:
            return {}
        content = content_of(value, find)
        rest = {key: item for key, item in value.items() if key != "@type"}
        inner = rest.get("value") if content.wellknown else rest
        message = made(content.make, content.convert(inner, room - 1))
        packed = content.make.SerializePartialToString(message, deterministic=True)
        return {"type_url": value["@type"], "value": packed}

    return convert


def content_of(value: dict[str, Any], find: Callable[[str], Content]) -> Content:
    """Return the type that an object's "@type" names."""
    url = value.get("@type")
    if not isinstance(url, str) or "/" not in url:
        raise wrong(value, RIGHT)
    try:
        return find(url.rpartition("/")[2])
    except (KeyError, TypeError):  # TypeError: a text that is no Unicode
        text = f"is {shown(url)}, but must name a message of this service"
        raise Refused(Problem("@type", text)) from None

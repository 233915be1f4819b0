"""Google's messages whose JSON is not an object of their fields."""

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor

from edge.tools.arguments import masks, times
from edge.tools.arguments.scalars import Convert, Tidy
from edge.tools.arguments.structs import AnyJson, finite, precise
from edge.tools.arguments.tidying import from_text, json_list, json_object, tidied

PACKAGE = "google.protobuf."

EXACT: Mapping[str, Callable[[Descriptor], Convert]] = {
    f"{PACKAGE}Duration": lambda _: times.span,
    f"{PACKAGE}FieldMask": lambda _: masks.exact_mask,
    f"{PACKAGE}ListValue": lambda message: AnyJson(message, finite).items,
    f"{PACKAGE}Struct": lambda message: AnyJson(message, finite).struct,
    f"{PACKAGE}Timestamp": lambda _: times.moment,
    f"{PACKAGE}Value": lambda message: AnyJson(message, finite).value,
}
FORGIVING: Mapping[str, Callable[[Descriptor], Convert]] = {
    f"{PACKAGE}Duration": lambda _: tidied(times.span, times.tidy_span),
    f"{PACKAGE}FieldMask": lambda _: masks.forgiving_mask,
    f"{PACKAGE}ListValue": lambda message: tidied(
        AnyJson(message, precise).items, json_list
    ),
    f"{PACKAGE}Struct": lambda message: tidied(
        AnyJson(message, precise).struct, json_object
    ),
    f"{PACKAGE}Timestamp": lambda _: tidied(times.moment, times.tidy_moment),
    f"{PACKAGE}Value": lambda message: written(AnyJson(message, precise).value),
}


def written(convert: Convert) -> Convert:
    """Return the converter of any value that may be written as JSON text."""
    return lambda value, room: convert(from_text(value, object), room)


def unwrap(value: object) -> object:
    """Return the value of a wrapper that is written as the message it is."""
    return (
        value["value"]
        if isinstance(value, dict) and value.keys() == {"value"}
        else value
    )


def wrapped(convert: Convert, tidy: Tidy) -> Convert:
    """Return the converter of a wrapper message, given that of its value."""

    def convert_wrapper(value: Any, room: int) -> dict[str, Any]:  # noqa: ANN401  JSON
        return {"value": convert(tidy(value), room)}

    return convert_wrapper

"""The entry: a response of one message type to JSON."""

from collections.abc import Callable
from typing import Any

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from edge.tools.results.exact import Exact
from edge.tools.results.telling import Telling


def compile_result(
    message: Descriptor, *, exact: bool = False
) -> Callable[[Message], dict[str, Any]]:
    """Return the function that makes JSON of a `message`.

    For the model: the contract's own names and the words of enums, without what is
    marked `debug_redact`, wherever it lies. With `exact`: ProtoJSON
    (https://protobuf.dev/programming-guides/json), where a value that has no such
    form raises `ValueError`.
    """
    dialect = Exact() if exact else Telling()
    return dialect.message(message)
